//! Who gets what, and in which order.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use chrono::Duration;
use marmelad_core::kernel::{BotKind, MessageId};
use marmelad_core::notifications::{Notice, NotificationResult};

use super::{claim, claim_all, guessing, record, redeem, status};
use crate::world::{RACERS, World, at};

contract!(
    each_is_claimed_by_one_of_many_workers,
    a_chat_gets_one_at_a_time_in_order,
    many_workers_keep_a_chat_in_order,
    the_most_urgent_come_first,
    what_is_too_late_or_forgotten_is_dropped,
    what_does_not_read_is_given_up,
);

async fn each_is_claimed_by_one_of_many_workers(world: World) {
    for number in 0..RACERS {
        redeem(&world, i64::try_from(number).unwrap() + 1, number).await;
    }
    let claims =
        world
            .race(|world, number| async move {
                claim(&world, &format!("worker {number}"), 3, at(1)).await
            })
            .await;
    let ids: Vec<_> = claims.iter().flatten().map(|notification| notification.id).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "claimed twice");
    assert!(claims.iter().all(|claim| claim.len() <= 3));
    let left = claim_all(&world, "last", at(1)).await.len();
    assert_eq!(ids.len() + left, RACERS);
    assert!(status(&world).await.iter().all(|status| status == "sending"));
}

async fn a_chat_gets_one_at_a_time_in_order(world: World) {
    for number in 0..3 {
        redeem(&world, 7, number).await;
    }
    redeem(&world, 8, 3).await;
    let mut order = Vec::new();
    for round in 0..3 {
        let claimed = claim(&world, "one", 10, at(1)).await;
        assert_eq!(
            claimed.iter().filter(|notification| notification.chat.telegram_id().0 == 7).count(),
            1
        );
        assert_eq!(claimed.len(), if round == 0 { 2 } else { 1 });
        assert!(claim(&world, "two", 10, at(1)).await.is_empty());
        for notification in claimed {
            if notification.chat.telegram_id().0 == 7 {
                order.push(notification.id);
            }
            record(&world, "one", notification.id, NotificationResult::Sent(MessageId(1))).await;
        }
    }
    assert!(order.is_sorted());
    assert_eq!(status(&world).await, ["sent"; 4]);
}

async fn many_workers_keep_a_chat_in_order(world: World) {
    for number in 0..12 {
        redeem(&world, 7 + i64::try_from(number % 2).unwrap(), number).await;
    }
    let log = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&log);
    world
        .race(move |world, number| {
            let (log, name) = (Arc::clone(&shared), format!("worker {number}"));
            async move {
                while world.outbox.backlog(at(1)).await.unwrap().depth > 0 {
                    for notification in claim(&world, &name, 5, at(1)).await {
                        log.lock()
                            .unwrap()
                            .push((notification.chat.telegram_id().0, notification.id));
                        let sent = NotificationResult::Sent(MessageId(1));
                        let results = vec![(notification.id, sent)];
                        world.outbox.record(&name, results, at(1)).await.unwrap();
                    }
                }
            }
        })
        .await;
    let log = log.lock().unwrap();
    for chat in [7, 8] {
        let sent: Vec<_> = log.iter().filter(|(to, _)| *to == chat).collect();
        assert_eq!(sent.len(), 6);
        assert!(sent.is_sorted(), "{sent:?}");
    }
}

async fn the_most_urgent_come_first(world: World) {
    world.owner(1).await;
    world.alerts.raise(guessing(), None, at(0)).await.unwrap();
    redeem(&world, 7, 0).await;
    let first = claim(&world, "one", 1, at(1)).await;
    assert!(matches!(first[0].notice, Notice::Redeemed { .. }));
    assert_eq!(
        (first[0].bot, first[0].chat.telegram_id().0, first[0].attempts),
        (BotKind::Main, 7, 0)
    );
    assert!(first[0].user_id.is_some());
    let second = claim(&world, "one", 1, at(1)).await;
    assert_eq!((second[0].bot, second[0].chat.telegram_id().0), (BotKind::Auth, 1));
    assert_eq!(second[0].notice, Notice::Alert(guessing()));
}

async fn what_is_too_late_or_forgotten_is_dropped(world: World) {
    for (number, telegram_id) in [7, 8, 9].into_iter().enumerate() {
        redeem(&world, telegram_id, number).await;
    }
    world.execute("UPDATE users SET anonymized_at = created_at WHERE telegram_id = 8").await;
    world.execute("UPDATE notifications SET send_before = created_at WHERE chat_id = 7").await;
    let claimed = claim_all(&world, "one", at(1)).await;
    assert_eq!((claimed.len(), claimed[0].chat.telegram_id().0), (1, 9));
    assert_eq!(status(&world).await, ["dropped", "dropped", "sending"]);
    assert_eq!(claim_all(&world, "one", at(0) + Duration::hours(25)).await, []);
    assert_eq!(status(&world).await, ["dropped"; 3]);
}

async fn what_does_not_read_is_given_up(world: World) {
    redeem(&world, 7, 0).await;
    redeem(&world, 8, 1).await;
    world.execute("UPDATE notifications SET kind = 'unheard_of' WHERE chat_id = 7").await;
    assert_eq!(claim_all(&world, "one", at(1)).await.len(), 1);
    assert_eq!(status(&world).await, ["failed", "sending"]);
}
