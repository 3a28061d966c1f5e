//! The main story, on both databases.

use chrono::Duration;
use marmelad_core::discounts::TemplateEvent;
use rstest::rstest;

use crate::harness::{Backend, Shop, terms};

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn anna_comes_by_a_link_and_stays(#[case] backend: Backend) {
    let mut shop = Shop::open_on(backend).await;
    let gift = shop.add_template(terms(TemplateEvent::Campaign)).await;
    shop.add_campaign("leto", Some(gift), |_| {}).await;
    shop.set("privacy_policy_url", "https://example.org/policy").await;

    let anna = shop.client("Анна");
    anna.asks("/start ref_leto", "нам нужно ваше согласие").await;
    anna.presses_and_sees("Согласен на обработку данных", "Согласие записали").await;
    let gift = anna.sees("Рады, что вы к нам заглянули").await.code();

    anna.presses_and_sees("Проверить подписку", "Вы не подписаны").await;
    anna.subscribes();
    let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();

    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    shop.until_handled().await;
    shop.crash().await;
    anna.asks("3 февраля 2002", "Спасибо, записали").await;

    let list = anna.presses_and_sees("Мои скидки", "Ваши активные скидки").await.html();
    assert!(list.contains(&gift) && list.contains(&code));

    anna.presses_and_sees("Профиль", "3 февраля 2002").await;
    anna.presses_and_sees("Указать телефон", "Отправить номер").await;
    anna.presses_and_sees("Отправить номер", "номер записали").await;

    shop.later(Duration::days(31)).await;
    let next = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();
    assert_ne!(next, code);

    anna.presses_and_sees("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Удалить мои данные", "Удалить ваши данные?").await;
    anna.presses_and_sees("Да, удалить", "ваши данные удалены").await;
    assert_eq!(shop.db.int("SELECT telegram_id FROM users").await, -1);
    shop.close().await;
}
