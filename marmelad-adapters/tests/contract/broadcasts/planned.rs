//! Drafts are scheduled and taken back.

use marmelad_core::broadcasts::{
    Broadcast, BroadcastMove, BroadcastStatus, BroadcastTerms, ChangeBroadcastOutcome, Excluded,
    MoveBroadcast, ReplaceBroadcast, ReplaceBroadcastOutcome,
};

use super::{movement, plain, planned_for, replace};
use crate::world::{World, at};

contract!(
    a_draft_is_changed_and_scheduled_in_one_step,
    one_taken_back_does_not_begin_by_itself,
    it_begins_or_is_taken_back_never_both,
);

fn schedule(draft: &Broadcast, terms: BroadcastTerms) -> ReplaceBroadcast {
    ReplaceBroadcast {
        to: BroadcastStatus::Scheduled,
        excluded: Some(Excluded { blocked: 3, ..Excluded::default() }),
        ..replace(draft, terms)
    }
}

fn take_back(scheduled: &Broadcast) -> ReplaceBroadcast {
    ReplaceBroadcast { to: BroadcastStatus::Draft, ..replace(scheduled, scheduled.terms.clone()) }
}

/// As the calendar begins it.
fn begin(scheduled: &Broadcast) -> MoveBroadcast {
    let due_at = scheduled.terms.scheduled_at;
    MoveBroadcast { due_at, ..movement(scheduled.id, BroadcastMove::Start) }
}

impl World {
    pub(super) async fn replaced(&self, command: ReplaceBroadcast) -> Broadcast {
        match self.broadcasts.replace(command).await.unwrap() {
            ReplaceBroadcastOutcome::Replaced(broadcast) => *broadcast,
            other => panic!("{other:?}"),
        }
    }

    async fn scheduled(&self) -> Broadcast {
        let draft = self.draft(plain("Весна")).await;
        self.replaced(schedule(&draft, planned_for(1000))).await
    }
}

async fn a_draft_is_changed_and_scheduled_in_one_step(world: World) {
    let draft = world.draft(plain("Весна")).await;
    let scheduled = world.replaced(schedule(&draft, planned_for(60_000))).await;
    assert_eq!(scheduled.terms, planned_for(60_000));
    assert_eq!((scheduled.status, scheduled.excluded.blocked), (BroadcastStatus::Scheduled, 3));
    let repo = &world.broadcasts;
    assert_eq!(repo.due(at(60_000)).await.unwrap(), std::slice::from_ref(&scheduled));
    let audited = world.last_audit().await.row.payload.to_string();
    assert!(audited.contains("draft") && audited.contains("scheduled"), "{audited}");
    let again = repo.replace(schedule(&draft, planned_for(60_000))).await.unwrap();
    assert_eq!(again, ReplaceBroadcastOutcome::WrongState(BroadcastStatus::Scheduled));
    let back = world.replaced(take_back(&scheduled)).await;
    assert_eq!((back.status, back.excluded), (BroadcastStatus::Draft, Excluded::default()));
}

/// Also when its time was seen to have come before.
async fn one_taken_back_does_not_begin_by_itself(world: World) {
    let scheduled = world.scheduled().await;
    world.replaced(take_back(&scheduled)).await;
    let late = world.advance(begin(&scheduled)).await;
    assert_eq!(late, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Draft));
    assert_eq!(world.broadcasts.due(at(90_000)).await.unwrap(), []);
}

async fn it_begins_or_is_taken_back_never_both(world: World) {
    let scheduled = world.scheduled().await;
    let id = scheduled.id;
    let won = world
        .race(move |world, place| {
            let scheduled = scheduled.clone();
            async move {
                if place % 2 == 0 {
                    let begun = world.broadcasts.advance(begin(&scheduled)).await.unwrap();
                    matches!(begun, ChangeBroadcastOutcome::Changed(_))
                        .then_some(BroadcastStatus::Sending)
                } else {
                    let back = world.broadcasts.replace(take_back(&scheduled)).await.unwrap();
                    matches!(back, ReplaceBroadcastOutcome::Replaced(_))
                        .then_some(BroadcastStatus::Draft)
                }
            }
        })
        .await;
    let won: Vec<_> = won.into_iter().flatten().collect();
    assert_eq!(won, [world.now(id).await.status]);
}
