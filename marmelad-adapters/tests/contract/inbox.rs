//! Updates: each once, those of one chat in order.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::sql::SqlStore;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::IncomingUpdate;
use marmelad_core::ports::{ClaimedUpdate, Handling, InboxClaim};
use serde_json::json;

use crate::world::{World, at};

contract!(
    an_update_delivered_many_times_at_once_is_handled_once,
    a_chat_is_handled_one_by_one_in_order,
    many_processes_keep_every_chat_in_order,
    the_bots_do_not_mix,
    what_a_dead_process_left_is_claimed_again,
    whoever_stops_leaves_the_next_to_others,
    a_lost_claim_ends_nothing,
    what_is_put_off_holds_its_chat_back,
    updates_of_no_chat_wait_for_nobody,
    a_done_update_keeps_nothing_personal_and_is_forgotten,
    waiting_work_goes_to_one_of_many,
);

fn claim(owner: &str, now: DateTime<Utc>) -> InboxClaim {
    InboxClaim {
        owner: owner.into(),
        now,
        until: now + Duration::seconds(60),
    }
}

fn update(update_id: i64, chat_id: Option<i64>) -> IncomingUpdate {
    IncomingUpdate {
        update_id,
        chat_id,
        payload: json!({ "update_id": update_id, "text": "Привет" }),
    }
}

async fn accept(world: &World, owner: &str, updates: &[(i64, i64)]) -> Vec<ClaimedUpdate> {
    let updates = updates
        .iter()
        .map(|(id, chat)| update(*id, Some(*chat)))
        .collect();
    world
        .store
        .inbox
        .accept(BotKind::Main, updates, claim(owner, at(0)))
        .await
        .unwrap()
}

async fn finish(world: &World, owner: &str, update: &ClaimedUpdate) -> Option<ClaimedUpdate> {
    world
        .store
        .inbox
        .finish(update.clone(), Handling::Done, claim(owner, at(0)), true)
        .await
        .unwrap()
}

fn ids(claimed: &[ClaimedUpdate]) -> Vec<i64> {
    claimed
        .iter()
        .map(|claimed| claimed.update.update_id)
        .collect()
}

async fn an_update_delivered_many_times_at_once_is_handled_once(world: World) {
    let answers = world
        .race(|store, number| async move {
            let updates = vec![update(100, Some(7))];
            store
                .inbox
                .accept(BotKind::Main, updates, claim(&format!("{number}"), at(0)))
                .await
                .unwrap()
        })
        .await;
    let claimed: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 1);
    assert_eq!(
        (&claimed[0].update, claimed[0].attempts),
        (&update(100, Some(7)), 0)
    );
    assert_eq!(
        world.number("SELECT COUNT(*) FROM telegram_updates").await,
        1
    );
}

async fn a_chat_is_handled_one_by_one_in_order(world: World) {
    let claimed = accept(&world, "a", &[(12, 7), (10, 7), (11, 8), (13, 7)]).await;
    assert_eq!(ids(&claimed), [10, 11]);
    assert_eq!(accept(&world, "b", &[(14, 7), (10, 7)]).await, []);
    let mut handled = vec![];
    let mut current = Some(claimed[0].clone());
    while let Some(update) = current {
        handled.push(update.update.update_id);
        assert_eq!(update.update.payload["update_id"], update.update.update_id);
        current = finish(&world, "a", &update).await;
    }
    assert_eq!(handled, [10, 12, 13, 14]);
    assert_eq!(finish(&world, "a", &claimed[1]).await, None);
    assert_eq!(
        accept(&world, "a", &[(10, 7), (14, 7)]).await,
        [],
        "handled before"
    );
}

/// Handles a claimed update and whatever follows in its chat.
async fn work(
    store: SqlStore,
    owner: String,
    first: ClaimedUpdate,
    log: Arc<Mutex<Vec<(i64, i64)>>>,
) {
    let mut current = Some(first);
    while let Some(update) = current {
        log.lock()
            .unwrap()
            .push((update.update.chat_id.unwrap(), update.update.update_id));
        current = store
            .inbox
            .finish(update, Handling::Done, claim(&owner, at(0)), true)
            .await
            .unwrap();
    }
}

async fn many_processes_keep_every_chat_in_order(world: World) {
    const PER_CHAT: i64 = 10;
    const CHATS: i64 = 4;
    let log = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&log);
    // Every process is told of every update, in the order in which Telegram sends them.
    world
        .race(move |store, number| {
            let (log, owner) = (Arc::clone(&shared), format!("process {number}"));
            async move {
                for place in 0..PER_CHAT {
                    for chat in 0..CHATS {
                        let updates = vec![update(100 * place + chat, Some(chat))];
                        let claimed = store
                            .inbox
                            .accept(BotKind::Main, updates, claim(&owner, at(0)))
                            .await
                            .unwrap();
                        for first in claimed {
                            work(store.clone(), owner.clone(), first, Arc::clone(&log)).await;
                        }
                    }
                }
            }
        })
        .await;
    let mut handled: HashMap<i64, Vec<i64>> = HashMap::new();
    for (chat, update) in log.lock().unwrap().iter() {
        handled.entry(*chat).or_default().push(*update);
    }
    for chat in 0..CHATS {
        let expected: Vec<_> = (0..PER_CHAT).map(|place| 100 * place + chat).collect();
        assert_eq!(handled[&chat], expected, "chat {chat}");
    }
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM telegram_updates WHERE status <> 'done'")
            .await,
        0
    );
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

async fn what_a_dead_process_left_is_claimed_again(world: World) {
    accept(&world, "dead", &[(10, 7), (11, 7), (12, 8)]).await;
    let waiting = async |now| {
        world
            .store
            .inbox
            .claim_waiting(BotKind::Main, claim("alive", now), 10)
            .await
            .unwrap()
    };
    assert_eq!(waiting(at(59_999)).await, []);
    let claimed = waiting(at(60_000)).await;
    assert_eq!(ids(&claimed), [10, 12]);
    assert!(claimed.iter().all(|update| update.attempts == 1));
    assert_eq!(waiting(at(60_001)).await, []);
    let next = world
        .store
        .inbox
        .finish(
            claimed[0].clone(),
            Handling::Done,
            claim("alive", at(60_001)),
            true,
        )
        .await
        .unwrap();
    assert_eq!(next.unwrap().update.update_id, 11);
}

async fn whoever_stops_leaves_the_next_to_others(world: World) {
    let first = accept(&world, "stopping", &[(10, 7), (11, 7)])
        .await
        .remove(0);
    let inbox = &world.store.inbox;
    let next = inbox.finish(first, Handling::Done, claim("stopping", at(1)), false);
    assert_eq!(next.await.unwrap(), None);
    let waiting = inbox.claim_waiting(BotKind::Main, claim("other", at(1)), 10);
    let waiting = waiting.await.unwrap();
    assert_eq!(ids(&waiting), [11]);
    assert_eq!(waiting[0].attempts, 0, "it is nobody's second try");
}

async fn a_lost_claim_ends_nothing(world: World) {
    let first = accept(&world, "one", &[(10, 7), (11, 7)]).await.remove(0);
    let later = claim("one", at(60_000));
    let second = world
        .store
        .inbox
        .claim_waiting(BotKind::Main, later, 10)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        finish(&world, "one", &first).await,
        None,
        "claimed again since, even if by the same process"
    );
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM telegram_updates WHERE status = 'done'")
            .await,
        0
    );
    assert_eq!(
        finish(&world, "one", &second)
            .await
            .unwrap()
            .update
            .update_id,
        11
    );
}

async fn what_is_put_off_holds_its_chat_back(world: World) {
    let first = accept(&world, "a", &[(10, 7), (11, 7)]).await.remove(0);
    let again = Handling::Again(at(500));
    assert_eq!(
        world
            .store
            .inbox
            .finish(first, again, claim("a", at(0)), true)
            .await
            .unwrap(),
        None
    );
    let waiting = async |now| {
        world
            .store
            .inbox
            .claim_waiting(BotKind::Main, claim("a", now), 10)
            .await
            .unwrap()
    };
    assert_eq!(waiting(at(499)).await, []);
    assert_eq!(accept(&world, "a", &[(12, 7)]).await, []);
    let claimed = waiting(at(500)).await;
    assert_eq!(ids(&claimed), [10]);
    assert_eq!(
        (claimed[0].attempts, &claimed[0].update),
        (1, &update(10, Some(7)))
    );
}

async fn updates_of_no_chat_wait_for_nobody(world: World) {
    let updates = vec![update(10, None), update(11, None)];
    let claimed = world
        .store
        .inbox
        .accept(BotKind::Main, updates, claim("a", at(0)))
        .await
        .unwrap();
    assert_eq!(ids(&claimed), [10, 11]);
    assert_eq!(finish(&world, "a", &claimed[0]).await, None);
    let left = world
        .store
        .inbox
        .claim_waiting(BotKind::Main, claim("b", at(60_000)), 10)
        .await
        .unwrap();
    assert_eq!(ids(&left), [11]);
}

async fn a_done_update_keeps_nothing_personal_and_is_forgotten(world: World) {
    let claimed = accept(&world, "a", &[(10, 7), (11, 7)]).await;
    finish(&world, "a", &claimed[0]).await;
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM telegram_updates WHERE payload IS NULL")
            .await,
        1
    );
    assert_eq!(world.store.inbox.forget_before(at(0)).await.unwrap(), 0);
    assert_eq!(
        world.store.inbox.forget_before(at(1)).await.unwrap(),
        1,
        "what is not done stays"
    );
    assert_eq!(
        world.number("SELECT update_id FROM telegram_updates").await,
        11
    );
}

async fn waiting_work_goes_to_one_of_many(world: World) {
    let updates: Vec<_> = (0..30).map(|id| (id, id % 10)).collect();
    accept(&world, "dead", &updates).await;
    world
        .store
        .inbox
        .accept(BotKind::Main, vec![update(99, None)], claim("dead", at(0)))
        .await
        .unwrap();
    let claims = world
        .race(|store, number| async move {
            let claim = claim(&format!("alive {number}"), at(60_000));
            store
                .inbox
                .claim_waiting(BotKind::Main, claim, 100)
                .await
                .unwrap()
        })
        .await;
    let mut claimed: Vec<_> = claims.iter().flat_map(|claim| ids(claim)).collect();
    claimed.sort_unstable();
    assert_eq!(claimed, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99]);
}
