//! The queue of notifications.

mod claims;
mod results;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::Alert;
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{BotKind, MessageId, NotificationId};
use marmelad_core::notifications::{ClaimNotifications, ClaimedNotification, NotificationResult};

use crate::scene::{operator, redemption};
use crate::world::{World, at};

contract!(an_alert_is_told_once_in_its_quiet_time, the_backlog_is_what_waits_and_since_when,);

const LEASE: Duration = Duration::seconds(30);

fn claiming(claim_id: &str, limit: u32, now: DateTime<Utc>) -> ClaimNotifications {
    ClaimNotifications { claim_id: claim_id.into(), limit, now, lease_until: now + LEASE }
}

async fn claim(
    world: &World,
    claim_id: &str,
    limit: u32,
    now: DateTime<Utc>,
) -> Vec<ClaimedNotification> {
    world.outbox.claim(claiming(claim_id, limit, now)).await.unwrap()
}

pub(crate) async fn claim_all(
    world: &World,
    claim_id: &str,
    now: DateTime<Utc>,
) -> Vec<ClaimedNotification> {
    let mut claimed = Vec::new();
    loop {
        let some = claim(world, claim_id, 100, now).await;
        if some.is_empty() {
            return claimed;
        }
        claimed.extend(some);
    }
}

/// Redeems a code of a client: one notification to them.
async fn redeem(world: &World, telegram_id: i64, number: usize) {
    let discount = world.held(telegram_id, number).await;
    world.redeemed(redemption(&discount.code, operator(), at(0))).await;
}

fn guessing() -> Alert {
    Alert::Guessing { display_name: "Ира".into(), shop: None, pause_minutes: 5 }
}

async fn record(world: &World, claim_id: &str, id: NotificationId, result: NotificationResult) {
    world.outbox.record(claim_id, vec![(id, result)], at(5)).await.unwrap();
}

async fn status(world: &World) -> Vec<String> {
    world.texts("SELECT status FROM notifications ORDER BY id").await
}

async fn an_alert_is_told_once_in_its_quiet_time(world: World) {
    let quiet = Some(Duration::hours(1));
    let raise = async |alert, quiet, now| world.alerts.raise(alert, quiet, now).await.unwrap();
    assert_eq!(raise(guessing(), quiet, at(0)).await, 0, "nobody to tell");
    world.owner(1).await;
    world.owner(2).await;
    let answers =
        world
            .race(move |world, _| async move {
                world.alerts.raise(guessing(), quiet, at(0)).await.unwrap()
            })
            .await;
    assert_eq!(answers.iter().sum::<u32>(), 2);
    let unreachable = Alert::BotUnauthorized { bot: BotKind::Auth };
    assert_eq!(raise(unreachable, quiet, at(0)).await, 2, "another topic");
    assert_eq!(world.count("notifications WHERE bot = 'main'").await, 2);
    let hour = at(0) + Duration::hours(1);
    for (quiet, now, told) in
        [(quiet, hour - Duration::milliseconds(1), 0), (quiet, hour, 2), (None, hour, 2)]
    {
        assert_eq!(raise(guessing(), quiet, now).await, told, "{now}");
    }
}

async fn the_backlog_is_what_waits_and_since_when(world: World) {
    let backlog = async |now| world.outbox.backlog(now).await.unwrap();
    let one = |due_since: Option<DateTime<Utc>>| Backlog { depth: 1, due_since };
    assert_eq!(backlog(at(0)).await, Backlog::default());
    redeem(&world, 7, 0).await;
    assert_eq!(backlog(at(5)).await, one(Some(at(0))));
    let id = claim_all(&world, "one", at(1)).await[0].id;
    assert_eq!(backlog(at(5)).await, one(None), "somebody has it in hand");
    let late = at(1) + LEASE;
    assert_eq!(backlog(late).await, one(Some(late)));
    let retry = NotificationResult::Retry { at: at(99), error: String::new(), counts: true };
    record(&world, "one", id, retry).await;
    assert_eq!(backlog(at(98)).await, one(None));
    assert_eq!(backlog(at(100)).await, one(Some(at(99))));
    claim_all(&world, "two", at(99)).await;
    record(&world, "two", id, NotificationResult::Sent(MessageId(1))).await;
    assert_eq!(backlog(at(100)).await, Backlog::default());
}
