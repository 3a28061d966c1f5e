//! Updates: each once, those of one chat in order.

mod order;
mod waiting;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::intake::{
    ClaimedUpdate, EndedUpdate, HandlingOutcome, InboxClaim, IncomingUpdate,
};
use marmelad_core::kernel::BotKind;
use serde_json::json;

use crate::world::{World, at};

contract!(the_bots_do_not_mix, a_done_update_keeps_nothing_personal_and_is_forgotten,);

fn claim(owner: &str, now: DateTime<Utc>) -> InboxClaim {
    InboxClaim { owner: owner.into(), now, until: now + Duration::seconds(60) }
}

fn update(update_id: i64, chat_id: Option<i64>) -> IncomingUpdate {
    IncomingUpdate {
        update_id,
        chat_id,
        payload: json!({ "update_id": update_id, "text": "Привет" }),
    }
}

async fn accept(world: &World, owner: &str, updates: &[(i64, i64)]) -> Vec<ClaimedUpdate> {
    let updates = updates.iter().map(|(id, chat)| update(*id, Some(*chat))).collect();
    world.inbox.accept(BotKind::Main, updates, claim(owner, at(0))).await.unwrap()
}

async fn claim_waiting(world: &World, owner: &str, millis: i64) -> Vec<ClaimedUpdate> {
    let claim = claim(owner, at(millis));
    world.inbox.claim_waiting(BotKind::Main, claim, 10).await.unwrap()
}

/// Ends updates, and claims the next of their chats.
async fn end_all(
    world: &World,
    owner: &str,
    ended: Vec<EndedUpdate>,
    millis: i64,
) -> Vec<ClaimedUpdate> {
    let claim = claim(owner, at(millis));
    world.inbox.finish(BotKind::Main, ended, claim).await.unwrap()
}

/// Done, and on to the next of the chat.
async fn finish(world: &World, owner: &str, update: &ClaimedUpdate) -> Option<ClaimedUpdate> {
    let done = vec![ended(update.clone(), HandlingOutcome::Done)];
    let mut next = end_all(world, owner, done, 0).await;
    assert!(next.len() <= 1);
    next.pop()
}

fn ended(update: ClaimedUpdate, ending: HandlingOutcome) -> EndedUpdate {
    EndedUpdate { update, ending, claim_next: true }
}

fn ids(claimed: &[ClaimedUpdate]) -> Vec<i64> {
    claimed.iter().map(|claimed| claimed.update.update_id).collect()
}

/// How many updates have this status.
async fn count(world: &World, status: &str) -> i64 {
    world.count(&format!("telegram_updates WHERE status = '{status}'")).await
}

async fn the_bots_do_not_mix(world: World) {
    assert_eq!(ids(&accept(&world, "a", &[(10, 7)]).await), [10]);
    let updates = vec![update(10, Some(7))];
    let claim = claim("a", at(0));
    let claimed = world.inbox.accept(BotKind::Auth, updates, claim).await.unwrap();
    assert_eq!((ids(&claimed), claimed[0].bot), (vec![10], BotKind::Auth));
}

async fn a_done_update_keeps_nothing_personal_and_is_forgotten(world: World) {
    let claimed = accept(&world, "a", &[(10, 7), (11, 7)]).await;
    finish(&world, "a", &claimed[0]).await;
    assert_eq!(world.count("telegram_updates WHERE payload IS NULL").await, 1);
    assert_eq!(world.inbox.forget_before(at(0)).await.unwrap(), 0);
    assert_eq!(world.inbox.forget_before(at(1)).await.unwrap(), 1, "what is not done stays");
    assert_eq!(world.number("SELECT update_id FROM telegram_updates").await, 11);
}
