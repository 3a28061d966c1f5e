//! Broadcasts as people write and move them.

use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastMove, BroadcastTerms, ChangeBroadcastOutcome,
    MoveBroadcast, Reach, ReplaceBroadcast, SaveBroadcast,
};
use marmelad_core::kernel::{BroadcastId, Moment, TemplateId};
use marmelad_core::staff::Admin;

use crate::scene::entry;
use crate::world::{World, ZONE, at};

mod drafts;
mod lists;
mod moves;
mod planned;

fn html(body: &str) -> BroadcastContent {
    BroadcastContent::Html {
        body: body.into(),
        media: None,
        buttons: Vec::new(),
        unsubscribe_button: true,
    }
}

pub(crate) fn plain(title: &str) -> BroadcastTerms {
    BroadcastTerms {
        title: title.into(),
        content: html("Здравствуйте, {first_name}!"),
        audience: Audience::default(),
        template_id: None,
        scheduled_at: None,
        rate_per_minute: None,
        ignore_quiet_hours: false,
    }
}

fn save(terms: BroadcastTerms, by: Option<&Admin>, seconds: i64) -> SaveBroadcast {
    SaveBroadcast {
        terms,
        admin_id: by.map(|admin| admin.id),
        key: None,
        audit: entry("create_broadcast"),
        now: at(seconds * 1000),
    }
}

/// Has it say something else where it stands.
fn replace(seen: &Broadcast, terms: BroadcastTerms) -> ReplaceBroadcast {
    ReplaceBroadcast {
        id: seen.id,
        seen: seen.terms.clone(),
        from: seen.status,
        to: seen.status,
        terms,
        excluded: None,
        audit: entry("update_broadcast").about(seen.id.0),
        now: at(5000),
    }
}

fn movement(id: BroadcastId, wanted: BroadcastMove) -> MoveBroadcast {
    MoveBroadcast {
        id,
        wanted,
        scheduled_at: None,
        due_at: None,
        excluded: None,
        audit: entry(wanted.action()).about(id.0),
        now: at(2000),
    }
}

impl World {
    pub(crate) async fn draft(&self, terms: BroadcastTerms) -> Broadcast {
        self.store.broadcasts.add(save(terms, None, 0)).await.unwrap()
    }

    pub(crate) async fn moved(&self, id: BroadcastId, wanted: BroadcastMove) -> Broadcast {
        let command = movement(id, wanted);
        match self.store.broadcasts.advance(command).await.unwrap() {
            ChangeBroadcastOutcome::Changed(broadcast) => *broadcast,
            other => panic!("{wanted:?}: {other:?}"),
        }
    }
}

/// To everybody, being sent.
pub(crate) async fn started(world: &World) -> Broadcast {
    let draft = world.draft(plain("Всем")).await;
    world.moved(draft.id, BroadcastMove::Start).await
}

/// The same with a code for each.
pub(crate) async fn with_template(world: &World, template: TemplateId) -> Broadcast {
    let terms = BroadcastTerms {
        content: html("Ваш код: {code}"),
        template_id: Some(template),
        ..plain("С кодом")
    };
    let draft = world.draft(terms).await;
    world.moved(draft.id, BroadcastMove::Start).await
}

fn reach(audience: Audience, needs_consent: bool) -> Reach {
    Reach { audience, moment: Moment { now: at(0), zone: ZONE }, needs_consent }
}
