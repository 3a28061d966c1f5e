//! What the scheduler forgets.

use chrono::Duration;

use crate::harness::Shop;

const UPDATES: &str = "SELECT COUNT(*) FROM telegram_updates";

#[tokio::test]
async fn handled_updates_are_forgotten_after_two_days() {
    let mut shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    shop.later(Duration::hours(47)).await;
    anna.asks("/help", "Вот что я умею").await;
    assert_eq!(shop.db.int(UPDATES).await, 2);
    shop.later(Duration::hours(2)).await;
    // The scheduler looks at its start.
    shop.restart().await;
    shop.until(UPDATES, 1).await;
    anna.asks("/help", "Вот что я умею").await;
    shop.close().await;
}
