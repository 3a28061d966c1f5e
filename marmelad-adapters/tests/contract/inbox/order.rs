//! Those of one chat in order, over all processes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use marmelad_core::intake::{ClaimedUpdate, HandlingOutcome};
use marmelad_core::kernel::BotKind;

use super::{accept, claim, claim_waiting, count, end_all, ended, finish, ids, update};
use crate::world::{World, at};

contract!(
    an_update_delivered_many_times_at_once_is_handled_once,
    a_chat_is_handled_one_by_one_in_order,
    many_processes_keep_every_chat_in_order,
    many_chats_end_and_go_on_together,
    what_came_in_meanwhile_is_next_at_once,
    updates_of_no_chat_wait_for_nobody,
);

async fn an_update_delivered_many_times_at_once_is_handled_once(world: World) {
    let answers = world
        .race(|world, number| async move { accept(&world, &number.to_string(), &[(100, 7)]).await })
        .await;
    let claimed = answers.concat();
    assert_eq!(claimed.len(), 1);
    assert_eq!((&claimed[0].update, claimed[0].attempts), (&update(100, Some(7)), 0));
    assert_eq!(world.count("telegram_updates").await, 1);
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
    assert_eq!(accept(&world, "a", &[(10, 7), (14, 7)]).await, [], "handled before");
}

/// Handles a claimed update and whatever follows in its chat.
async fn work(world: &World, owner: &str, first: ClaimedUpdate, log: &Mutex<Vec<(i64, i64)>>) {
    let mut current = Some(first);
    while let Some(update) = current {
        log.lock().unwrap().push((update.update.chat_id.unwrap(), update.update.update_id));
        current = finish(world, owner, &update).await;
    }
}

async fn many_processes_keep_every_chat_in_order(world: World) {
    const PER_CHAT: i64 = 10;
    const CHATS: i64 = 4;
    let log = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&log);
    // Every process is told of every update, in the order in which Telegram sends them.
    world
        .race(move |world, number| {
            let (log, owner) = (Arc::clone(&shared), format!("process {number}"));
            async move {
                for place in 0..PER_CHAT {
                    for chat in 0..CHATS {
                        let update = (100 * place + chat, chat);
                        for first in accept(&world, &owner, &[update]).await {
                            work(&world, &owner, first, &log).await;
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
    assert_eq!(world.count("telegram_updates WHERE status <> 'done'").await, 0);
}

async fn many_chats_end_and_go_on_together(world: World) {
    // Chats of more lanes than there are updates, and some that share one.
    let first: Vec<_> = (0..5).map(|place| (10 + place, 30 * place)).collect();
    let second: Vec<_> = (0..5).map(|place| (20 + place, 30 * place)).collect();
    let mut claimed = accept(&world, "a", &first).await;
    assert_eq!(accept(&world, "b", &second).await, []);
    let lost = ClaimedUpdate { attempts: 5, ..claimed.remove(1) };
    let mut group: Vec<_> =
        claimed.into_iter().map(|update| ended(update, HandlingOutcome::Done)).collect();
    group[1].ending = HandlingOutcome::RetryAt(at(500));
    group[2].claim_next = false;
    group.push(ended(lost, HandlingOutcome::Done));
    let next = ids(&end_all(&world, "a", group, 0).await);
    assert_eq!(next, [20, 24], "one is put off, one does not go on, one was lost");
    assert_eq!((count(&world, "done").await, count(&world, "handling").await), (3, 3));
}

/// While a process waits to end an update, the next of the chat may come in through another, whose clock is ahead.
async fn what_came_in_meanwhile_is_next_at_once(world: World) {
    let first = accept(&world, "a", &[(10, 7)]).await.remove(0);
    let (next, ahead) = (vec![update(11, Some(7))], claim("b", at(250)));
    assert_eq!(world.inbox.accept(BotKind::Main, next, ahead).await.unwrap(), []);
    let done = vec![ended(first, HandlingOutcome::Done)];
    assert_eq!(ids(&end_all(&world, "a", done, 0).await), [11]);
}

async fn updates_of_no_chat_wait_for_nobody(world: World) {
    let updates = vec![update(10, None), update(11, None)];
    let claim = claim("a", at(0));
    let claimed = world.inbox.accept(BotKind::Main, updates, claim).await.unwrap();
    assert_eq!(ids(&claimed), [10, 11]);
    assert_eq!(finish(&world, "a", &claimed[0]).await, None);
    assert_eq!(ids(&claim_waiting(&world, "b", 60_000).await), [11]);
}
