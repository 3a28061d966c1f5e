//! How tries to send end.

use chrono::Duration;
use marmelad_core::kernel::MessageId;
use marmelad_core::notifications::NotificationResult;

use super::{LEASE, claim, claim_all, record, redeem, status};
use crate::world::{World, at};

contract!(
    a_result_counts_only_while_the_claim_holds,
    a_retry_waits_and_counts_its_tries,
    a_blocked_client_is_marked,
);

async fn a_result_counts_only_while_the_claim_holds(world: World) {
    redeem(&world, 7, 0).await;
    let first = claim(&world, "one", 10, at(1)).await;
    assert!(claim(&world, "two", 10, at(2)).await.is_empty());
    let second = claim(&world, "two", 10, at(1) + LEASE).await;
    assert_eq!(second[0].id, first[0].id, "its lease ran out");
    record(&world, "one", first[0].id, NotificationResult::Failed("late".into())).await;
    assert_eq!(status(&world).await, ["sending"]);
    record(&world, "two", second[0].id, NotificationResult::Sent(MessageId(77))).await;
    record(&world, "two", second[0].id, NotificationResult::Failed("again".into())).await;
    assert_eq!(status(&world).await, ["sent"]);
    assert_eq!(world.number("SELECT telegram_message_id FROM notifications").await, 77);
}

async fn a_retry_waits_and_counts_its_tries(world: World) {
    redeem(&world, 7, 0).await;
    let mut tries = Vec::new();
    for (round, counts) in [true, false, true].into_iter().enumerate() {
        let now = at(10_000 * i64::try_from(round).unwrap());
        let claimed = claim(&world, "one", 10, now).await;
        tries.push(claimed[0].attempts);
        let at = now + Duration::seconds(10);
        let retry = NotificationResult::Retry { at, error: "5xx".repeat(1000), counts };
        record(&world, "one", claimed[0].id, retry).await;
        assert!(claim_all(&world, "two", at - Duration::milliseconds(1)).await.is_empty());
    }
    assert_eq!(tries, [0, 1, 1]);
    assert_eq!(world.number("SELECT attempts FROM notifications").await, 2);
}

async fn a_blocked_client_is_marked(world: World) {
    redeem(&world, 7, 0).await;
    let claimed = claim_all(&world, "one", at(1)).await;
    record(&world, "other", claimed[0].id, NotificationResult::Blocked("403".into())).await;
    assert_eq!(world.number("SELECT is_blocked FROM users").await, 0);
    record(&world, "one", claimed[0].id, NotificationResult::Blocked("403".into())).await;
    assert_eq!(world.number("SELECT is_blocked FROM users").await, 1);
    assert_eq!(status(&world).await, ["blocked"]);
}
