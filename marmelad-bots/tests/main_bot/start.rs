//! `/start` and campaigns.

use crate::harness::Shop;

#[tokio::test]
async fn a_client_is_welcomed_and_given_the_keyboard() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("/start", "Здравствуйте, Анна!").await;
    assert_eq!(
        anna.keyboard(),
        ["Мои скидки", "Проверить подписку", "Указать ДР", "Профиль"]
    );
    shop.close().await;
}
