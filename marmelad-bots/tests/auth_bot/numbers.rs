//! Owners read how the day goes and how it went.

use chrono::Duration;

use crate::auth_bot::till::{client_with, hire, redeem};
use crate::harness::{Person, Shop};

/// The owner has read whatever was to come of people who asked for access.
async fn reads_the_requests(shop: &Shop, owner: &Person) {
    shop.until_handled().await;
    let under_way = "SELECT COUNT(*) FROM notifications WHERE status IN ('pending', 'sending')";
    shop.until(under_way, 0).await;
    owner.reads_all();
}

#[tokio::test]
async fn an_owner_asks_how_the_day_goes() {
    let shop = Shop::open().await;
    let owner = shop.owner();
    let nothing = "Сегодня: погашено 0 на сумму 0 ₽, новых клиентов 0";
    owner.asks("/stats", nothing).await;
    let ira = hire(&shop, "Ира").await;
    let (_anna, code) = client_with(&shop, "Анна", |_| {}).await;
    redeem(&ira, &code).await;
    reads_the_requests(&shop, &owner).await;
    let one = "Сегодня: погашено 1 на сумму 0 ₽, новых клиентов 1";
    owner.asks("/stats", one).await;
    shop.close().await;
}

#[tokio::test]
async fn only_owners_see_numbers() {
    let shop = Shop::open().await;
    let stranger = shop.staff("Посторонний");
    stranger.asks("/stats", "Запрос отправлен").await;
    shop.db.execute("UPDATE admins SET role = 'marketing' WHERE telegram_id = 1").await;
    let owner = shop.owner();
    reads_the_requests(&shop, &owner).await;
    owner.asks("/stats", "Эта команда вам недоступна").await;
    shop.close().await;
}

#[tokio::test]
async fn the_morning_digest_tells_owners_how_yesterday_went() {
    let mut shop = Shop::open().await;
    shop.start().await;
    let ira = hire(&shop, "Ира").await;
    let (_anna, code) = client_with(&shop, "Анна", |_| {}).await;
    redeem(&ira, &code).await;
    let owner = shop.owner();
    reads_the_requests(&shop, &owner).await;
    shop.db
        .execute(
            "UPDATE admins SET notification_groups = '[\"daily_report\"]' WHERE telegram_id = 1",
        )
        .await;
    // 9:00 of the next day.
    shop.later(Duration::hours(21)).await;
    let digest = owner.sees("Доброе утро! Итоги за 5 марта").await;
    digest.says(&["Погашено кодов: 1", "Новых клиентов: 1", "Заблокировали бота: 0"]);
    let digests = "SELECT COUNT(*) FROM notifications WHERE kind = 'digest'";
    assert_eq!(shop.db.int(digests).await, 1);
    shop.close().await;
}
