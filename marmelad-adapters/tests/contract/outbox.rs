//! The queue of notifications.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::ids::{MessageId, NotificationId};
use marmelad_core::domain::notice::{Alert, ClaimedNotification, Notice, NotificationResult};
use marmelad_core::ports::{Backlog, ClaimNotifications, RedeemOutcome};

use crate::scene::{operator, redemption};
use crate::world::{RACERS, World, at};

contract!(
    each_is_claimed_by_one_of_many_workers,
    a_chat_gets_one_at_a_time_in_order,
    many_workers_keep_a_chat_in_order,
    the_most_urgent_come_first,
    a_result_counts_only_while_the_claim_holds,
    a_retry_waits_and_counts_its_tries,
    a_blocked_client_is_marked,
    what_is_too_late_or_forgotten_is_dropped,
    what_does_not_read_is_given_up,
    an_alert_is_told_once_in_its_quiet_time,
    the_backlog_is_what_waits_and_since_when,
);

const LEASE: Duration = Duration::seconds(30);

fn claiming(claim_id: &str, limit: u32, now: DateTime<Utc>) -> ClaimNotifications {
    ClaimNotifications {
        claim_id: claim_id.into(),
        limit,
        now,
        lease_until: now + LEASE,
    }
}

pub(crate) async fn claim_all(
    world: &World,
    claim_id: &str,
    now: DateTime<Utc>,
) -> Vec<ClaimedNotification> {
    let mut claimed = Vec::new();
    loop {
        let some = world
            .store
            .outbox
            .claim(claiming(claim_id, 100, now))
            .await
            .unwrap();
        if some.is_empty() {
            return claimed;
        }
        claimed.extend(some);
    }
}

/// Redeems a code of a client: one notification to them.
async fn redeem(world: &World, telegram_id: i64, number: usize) {
    let user = world.user(telegram_id).await.id;
    let discount = world.single(user, number).await;
    let outcome = world
        .store
        .discounts
        .redeem(redemption(&discount.code, operator(), at(0)))
        .await
        .unwrap();
    assert!(matches!(outcome, RedeemOutcome::Redeemed(_)));
}

fn guessing() -> Alert {
    Alert::Guessing {
        display_name: "Ира".into(),
        shop: None,
        pause_minutes: 5,
    }
}

async fn record(world: &World, claim_id: &str, id: NotificationId, result: NotificationResult) {
    world
        .store
        .outbox
        .record(claim_id, vec![(id, result)], at(5))
        .await
        .unwrap();
}

async fn status(world: &World) -> Vec<String> {
    world
        .texts("SELECT status FROM notifications ORDER BY id")
        .await
}

async fn each_is_claimed_by_one_of_many_workers(world: World) {
    for number in 0..RACERS {
        redeem(&world, i64::try_from(number).unwrap() + 1, number).await;
    }
    let claims = world
        .race(|store, number| async move {
            store
                .outbox
                .claim(claiming(&format!("worker {number}"), 3, at(1)))
                .await
                .unwrap()
        })
        .await;
    let ids: Vec<_> = claims
        .iter()
        .flatten()
        .map(|notification| notification.id)
        .collect();
    assert_eq!(
        ids.iter().collect::<HashSet<_>>().len(),
        ids.len(),
        "claimed twice"
    );
    assert!(claims.iter().all(|claim| claim.len() <= 3));
    let left = claim_all(&world, "last", at(1)).await.len();
    assert_eq!(ids.len() + left, RACERS);
    assert!(
        status(&world)
            .await
            .iter()
            .all(|status| status == "sending")
    );
}

async fn a_chat_gets_one_at_a_time_in_order(world: World) {
    for number in 0..3 {
        redeem(&world, 7, number).await;
    }
    redeem(&world, 8, 3).await;
    let mut order = Vec::new();
    for round in 0..3 {
        let claimed = world
            .store
            .outbox
            .claim(claiming("one", 10, at(1)))
            .await
            .unwrap();
        assert_eq!(
            claimed
                .iter()
                .filter(|notification| notification.chat.0 == 7)
                .count(),
            1
        );
        assert_eq!(claimed.len(), if round == 0 { 2 } else { 1 });
        assert!(
            world
                .store
                .outbox
                .claim(claiming("two", 10, at(1)))
                .await
                .unwrap()
                .is_empty()
        );
        for notification in claimed {
            if notification.chat.0 == 7 {
                order.push(notification.id);
            }
            record(
                &world,
                "one",
                notification.id,
                NotificationResult::Sent(MessageId(1)),
            )
            .await;
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
        .race(move |store, number| {
            let (log, name) = (Arc::clone(&shared), format!("worker {number}"));
            async move {
                while store.outbox.backlog(at(1)).await.unwrap().depth > 0 {
                    for notification in store.outbox.claim(claiming(&name, 5, at(1))).await.unwrap()
                    {
                        log.lock()
                            .unwrap()
                            .push((notification.chat.0, notification.id));
                        let sent = NotificationResult::Sent(MessageId(1));
                        let results = vec![(notification.id, sent)];
                        store.outbox.record(&name, results, at(1)).await.unwrap();
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
    world
        .store
        .outbox
        .alert(guessing(), None, at(0))
        .await
        .unwrap();
    redeem(&world, 7, 0).await;
    let first = world
        .store
        .outbox
        .claim(claiming("one", 1, at(1)))
        .await
        .unwrap();
    assert!(matches!(first[0].notice, Notice::Redeemed { .. }));
    assert_eq!(
        (first[0].bot, first[0].chat.0, first[0].attempts),
        (BotKind::Main, 7, 0)
    );
    assert!(first[0].user_id.is_some());
    let second = world
        .store
        .outbox
        .claim(claiming("one", 1, at(1)))
        .await
        .unwrap();
    assert_eq!((second[0].bot, second[0].chat.0), (BotKind::Auth, 1));
    assert_eq!(second[0].notice, Notice::Alert(guessing()));
}

async fn a_result_counts_only_while_the_claim_holds(world: World) {
    redeem(&world, 7, 0).await;
    let first = world
        .store
        .outbox
        .claim(claiming("one", 10, at(1)))
        .await
        .unwrap();
    assert!(
        world
            .store
            .outbox
            .claim(claiming("two", 10, at(2)))
            .await
            .unwrap()
            .is_empty()
    );
    let second = world
        .store
        .outbox
        .claim(claiming("two", 10, at(1) + LEASE))
        .await
        .unwrap();
    assert_eq!(second[0].id, first[0].id, "its lease ran out");
    record(
        &world,
        "one",
        first[0].id,
        NotificationResult::Failed("late".into()),
    )
    .await;
    assert_eq!(status(&world).await, ["sending"]);
    record(
        &world,
        "two",
        second[0].id,
        NotificationResult::Sent(MessageId(77)),
    )
    .await;
    record(
        &world,
        "two",
        second[0].id,
        NotificationResult::Failed("again".into()),
    )
    .await;
    assert_eq!(status(&world).await, ["sent"]);
    assert_eq!(
        world
            .number("SELECT telegram_message_id FROM notifications")
            .await,
        77
    );
}

async fn a_retry_waits_and_counts_its_tries(world: World) {
    redeem(&world, 7, 0).await;
    let mut tries = Vec::new();
    for (round, counts) in [true, false, true].into_iter().enumerate() {
        let now = at(10_000 * i64::try_from(round).unwrap());
        let claimed = world
            .store
            .outbox
            .claim(claiming("one", 10, now))
            .await
            .unwrap();
        tries.push(claimed[0].attempts);
        let at = now + Duration::seconds(10);
        let retry = NotificationResult::Retry {
            at,
            error: "5xx".repeat(1000),
            counts,
        };
        record(&world, "one", claimed[0].id, retry).await;
        assert!(
            claim_all(&world, "two", at - Duration::milliseconds(1))
                .await
                .is_empty()
        );
    }
    assert_eq!(tries, [0, 1, 1]);
    assert_eq!(world.number("SELECT attempts FROM notifications").await, 2);
}

async fn a_blocked_client_is_marked(world: World) {
    redeem(&world, 7, 0).await;
    let claimed = claim_all(&world, "one", at(1)).await;
    record(
        &world,
        "other",
        claimed[0].id,
        NotificationResult::Blocked("403".into()),
    )
    .await;
    assert_eq!(world.number("SELECT is_blocked FROM users").await, 0);
    record(
        &world,
        "one",
        claimed[0].id,
        NotificationResult::Blocked("403".into()),
    )
    .await;
    assert_eq!(world.number("SELECT is_blocked FROM users").await, 1);
    assert_eq!(status(&world).await, ["blocked"]);
}

async fn what_is_too_late_or_forgotten_is_dropped(world: World) {
    redeem(&world, 7, 0).await;
    redeem(&world, 8, 1).await;
    redeem(&world, 9, 2).await;
    world
        .execute("UPDATE users SET anonymized_at = created_at WHERE telegram_id = 8")
        .await;
    world
        .execute("UPDATE notifications SET send_before = created_at WHERE chat_id = 7")
        .await;
    let claimed = claim_all(&world, "one", at(1)).await;
    assert_eq!(
        claimed
            .iter()
            .map(|notification| notification.chat.0)
            .collect::<Vec<_>>(),
        [9]
    );
    assert_eq!(status(&world).await, ["dropped", "dropped", "sending"]);
    assert!(
        claim_all(&world, "one", at(0) + Duration::hours(25))
            .await
            .is_empty()
    );
    assert_eq!(status(&world).await, ["dropped"; 3]);
}

async fn what_does_not_read_is_given_up(world: World) {
    redeem(&world, 7, 0).await;
    redeem(&world, 8, 1).await;
    world
        .execute("UPDATE notifications SET kind = 'unheard_of' WHERE chat_id = 7")
        .await;
    let claimed = claim_all(&world, "one", at(1)).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(status(&world).await, ["failed", "sending"]);
}

async fn an_alert_is_told_once_in_its_quiet_time(world: World) {
    let quiet = Some(Duration::hours(1));
    assert_eq!(
        world
            .store
            .outbox
            .alert(guessing(), quiet, at(0))
            .await
            .unwrap(),
        0,
        "nobody to tell"
    );
    world.owner(1).await;
    world.owner(2).await;
    let answers =
        world
            .race(move |store, _| async move {
                store.outbox.alert(guessing(), quiet, at(0)).await.unwrap()
            })
            .await;
    assert_eq!(answers.iter().sum::<u32>(), 2);
    let unreachable = Alert::BotUnauthorized { bot: BotKind::Auth };
    assert_eq!(
        world
            .store
            .outbox
            .alert(unreachable, quiet, at(0))
            .await
            .unwrap(),
        2,
        "another topic"
    );
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM notifications WHERE bot = 'main'")
            .await,
        2
    );
    let hour = at(0) + Duration::hours(1);
    assert_eq!(
        world
            .store
            .outbox
            .alert(guessing(), quiet, hour - Duration::milliseconds(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        world
            .store
            .outbox
            .alert(guessing(), quiet, hour)
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        world
            .store
            .outbox
            .alert(guessing(), None, hour)
            .await
            .unwrap(),
        2
    );
}

async fn the_backlog_is_what_waits_and_since_when(world: World) {
    let backlog = async |now| world.store.outbox.backlog(at(now)).await.unwrap();
    let of = |depth, due_since: Option<DateTime<Utc>>| Backlog { depth, due_since };
    assert_eq!(backlog(0).await, Backlog::default());
    redeem(&world, 7, 0).await;
    assert_eq!(backlog(5).await, of(1, Some(at(0))));
    let claimed = claim_all(&world, "one", at(1)).await;
    assert_eq!(backlog(5).await, of(1, None), "somebody has it in hand");
    let late = at(1) + LEASE;
    assert_eq!(
        world.store.outbox.backlog(late).await.unwrap(),
        of(1, Some(late))
    );
    let retry = NotificationResult::Retry {
        at: at(99),
        error: String::new(),
        counts: true,
    };
    record(&world, "one", claimed[0].id, retry).await;
    assert_eq!(backlog(98).await, of(1, None));
    assert_eq!(backlog(100).await, of(1, Some(at(99))));
    let claimed = claim_all(&world, "two", at(99)).await;
    let sent = NotificationResult::Sent(MessageId(1));
    record(&world, "two", claimed[0].id, sent).await;
    assert_eq!(backlog(100).await, Backlog::default());
}
