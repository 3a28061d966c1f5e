//! The queue of notifications.

mod claims;
mod results;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::Alert;
use marmelad_core::delivery::Backlog;
use marmelad_core::discounts::RedeemOutcome;
use marmelad_core::kernel::{BotKind, MessageId, NotificationId};
use marmelad_core::notifications::{ClaimNotifications, ClaimedNotification, NotificationResult};

use crate::scene::{operator, redemption};
use crate::world::{World, at};

contract!(an_alert_is_told_once_in_its_quiet_time, the_backlog_is_what_waits_and_since_when,);

const LEASE: Duration = Duration::seconds(30);

fn claiming(claim_id: &str, limit: u32, now: DateTime<Utc>) -> ClaimNotifications {
    ClaimNotifications { claim_id: claim_id.into(), limit, now, lease_until: now + LEASE }
}

pub(crate) async fn claim_all(
    world: &World,
    claim_id: &str,
    now: DateTime<Utc>,
) -> Vec<ClaimedNotification> {
    let mut claimed = Vec::new();
    loop {
        let some = world.store.outbox.claim(claiming(claim_id, 100, now)).await.unwrap();
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
    let outcome =
        world.store.discounts.redeem(redemption(&discount.code, operator(), at(0))).await.unwrap();
    assert!(matches!(outcome, RedeemOutcome::Redeemed(_)));
}

fn guessing() -> Alert {
    Alert::Guessing { display_name: "Ира".into(), shop: None, pause_minutes: 5 }
}

async fn record(world: &World, claim_id: &str, id: NotificationId, result: NotificationResult) {
    world.store.outbox.record(claim_id, vec![(id, result)], at(5)).await.unwrap();
}

async fn status(world: &World) -> Vec<String> {
    world.texts("SELECT status FROM notifications ORDER BY id").await
}

async fn an_alert_is_told_once_in_its_quiet_time(world: World) {
    let quiet = Some(Duration::hours(1));
    assert_eq!(
        world.store.alerts.raise(guessing(), quiet, at(0)).await.unwrap(),
        0,
        "nobody to tell"
    );
    world.owner(1).await;
    world.owner(2).await;
    let answers =
        world
            .race(move |store, _| async move {
                store.alerts.raise(guessing(), quiet, at(0)).await.unwrap()
            })
            .await;
    assert_eq!(answers.iter().sum::<u32>(), 2);
    let unreachable = Alert::BotUnauthorized { bot: BotKind::Auth };
    assert_eq!(
        world.store.alerts.raise(unreachable, quiet, at(0)).await.unwrap(),
        2,
        "another topic"
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM notifications WHERE bot = 'main'").await, 2);
    let hour = at(0) + Duration::hours(1);
    assert_eq!(
        world
            .store
            .alerts
            .raise(guessing(), quiet, hour - Duration::milliseconds(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(world.store.alerts.raise(guessing(), quiet, hour).await.unwrap(), 2);
    assert_eq!(world.store.alerts.raise(guessing(), None, hour).await.unwrap(), 2);
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
    assert_eq!(world.store.outbox.backlog(late).await.unwrap(), of(1, Some(late)));
    let retry = NotificationResult::Retry { at: at(99), error: String::new(), counts: true };
    record(&world, "one", claimed[0].id, retry).await;
    assert_eq!(backlog(98).await, of(1, None));
    assert_eq!(backlog(100).await, of(1, Some(at(99))));
    let claimed = claim_all(&world, "two", at(99)).await;
    let sent = NotificationResult::Sent(MessageId(1));
    record(&world, "two", claimed[0].id, sent).await;
    assert_eq!(backlog(100).await, Backlog::default());
}
