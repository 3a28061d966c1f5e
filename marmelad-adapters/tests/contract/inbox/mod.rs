//! Updates: each once, those of one chat in order.

mod order;
mod waiting;

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::sql::SqlStore;
use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, Handling, InboxClaim, IncomingUpdate};
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
    world.store.inbox.accept(BotKind::Main, updates, claim(owner, at(0))).await.unwrap()
}

async fn finish(world: &World, owner: &str, update: &ClaimedUpdate) -> Option<ClaimedUpdate> {
    end(&world.store, owner, update.clone()).await
}

/// Done, and on to the next of the chat.
async fn end(store: &SqlStore, owner: &str, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
    let done = ended(update, Handling::Done);
    let next = store.inbox.finish(done.update.bot, vec![done], claim(owner, at(0))).await.unwrap();
    assert!(next.len() <= 1);
    next.into_iter().next()
}

fn ended(update: ClaimedUpdate, ending: Handling) -> EndedUpdate {
    EndedUpdate { update, ending, goes_on: true }
}

fn ids(claimed: &[ClaimedUpdate]) -> Vec<i64> {
    claimed.iter().map(|claimed| claimed.update.update_id).collect()
}

async fn the_bots_do_not_mix(world: World) {
    assert_eq!(ids(&accept(&world, "a", &[(10, 7)]).await), [10]);
    let claimed = world
        .store
        .inbox
        .accept(BotKind::Auth, vec![update(10, Some(7))], claim("a", at(0)))
        .await
        .unwrap();
    assert_eq!(ids(&claimed), [10]);
    assert_eq!(claimed[0].bot, BotKind::Auth);
}

async fn a_done_update_keeps_nothing_personal_and_is_forgotten(world: World) {
    let claimed = accept(&world, "a", &[(10, 7), (11, 7)]).await;
    finish(&world, "a", &claimed[0]).await;
    assert_eq!(
        world.number("SELECT COUNT(*) FROM telegram_updates WHERE payload IS NULL").await,
        1
    );
    assert_eq!(world.store.inbox.forget_before(at(0)).await.unwrap(), 0);
    assert_eq!(world.store.inbox.forget_before(at(1)).await.unwrap(), 1, "what is not done stays");
    assert_eq!(world.number("SELECT update_id FROM telegram_updates").await, 11);
}
