//! The main job: a client gets a code, a cashier redeems it, the client is told.

use marmelad_core::discounts::TemplateEvent;
use rstest::rstest;

use crate::auth_bot::till::{place, sloppily};
use crate::harness::{Backend, Shop, terms};

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn a_code_goes_from_the_channel_to_the_till_and_the_client_is_told(#[case] backend: Backend) {
    let shop = Shop::open_on(backend).await;
    shop.add_template(terms(TemplateEvent::Subscription)).await;

    let ira = shop.staff("Ира");
    ira.asks("Здравствуйте!", "Запрос отправлен").await;
    let owner = shop.owner();
    owner.sees("Запрос на доступ кассира").await;
    owner.presses("Одобрить");
    ira.sees("Запрос одобрен").await;
    place(&shop, &ira, "Светланская, 10").await;

    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();

    let card = ira.asks(&sloppily(&code), "Код валиден").await;
    assert!(card.html().contains(&format!(
        "Код валиден: {code}. Клиент: Анна. Скидка: 10 %. До 4 апреля включительно. Погасить?"
    )));
    let press = ira.presses_under(&card, "Погасить");
    let done = ira.finds_at(&card, "Погашено ✅").await;
    assert_eq!(done.buttons(), ["Отменить погашение"]);
    press.answered().await;
    anna.sees(&format!("Ваш код {code} использован.")).await;

    assert_eq!(
        shop.db
            .text("SELECT shop FROM discount_usage_logs WHERE status = 'success'")
            .await
            .as_deref(),
        Some("Светланская, 10")
    );
    shop.close().await;
}
