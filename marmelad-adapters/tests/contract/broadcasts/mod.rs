//! Broadcasts as people write and move them.

use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastMove, BroadcastTerms, ChangeBroadcastOutcome,
    MoveBroadcast, ReplaceBroadcast, SaveBroadcast,
};
use marmelad_core::kernel::{BroadcastId, TemplateId};

use crate::scene::entry;
use crate::world::{World, at};

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

fn planned_for(millis: i64) -> BroadcastTerms {
    BroadcastTerms { scheduled_at: Some(at(millis)), ..plain("По расписанию") }
}

fn save(terms: BroadcastTerms) -> SaveBroadcast {
    SaveBroadcast { terms, admin_id: None, key: None, audit: entry("create_broadcast"), now: at(0) }
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

pub(crate) fn movement(id: BroadcastId, wanted: BroadcastMove) -> MoveBroadcast {
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
        self.broadcasts.add(save(terms)).await.unwrap()
    }

    pub(crate) async fn now(&self, id: BroadcastId) -> Broadcast {
        self.broadcasts.find(id).await.unwrap().unwrap()
    }

    async fn advance(&self, command: MoveBroadcast) -> ChangeBroadcastOutcome {
        self.broadcasts.advance(command).await.unwrap()
    }

    pub(crate) async fn moved(&self, id: BroadcastId, wanted: BroadcastMove) -> Broadcast {
        match self.advance(movement(id, wanted)).await {
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
    let content = html("Ваш код: {code}");
    let terms = BroadcastTerms { content, template_id: Some(template), ..plain("С кодом") };
    let draft = world.draft(terms).await;
    world.moved(draft.id, BroadcastMove::Start).await
}
