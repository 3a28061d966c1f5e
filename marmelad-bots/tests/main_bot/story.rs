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
    anna.presses("Согласен на обработку данных");
    anna.sees("Согласие записали").await;
    let gift = anna.sees("Рады, что вы к нам заглянули").await.code();

    anna.presses("Проверить подписку");
    anna.sees("Вы не подписаны").await;
    anna.subscribes();
    anna.presses("Проверить подписку");
    let code = anna.sees("Ваша скидка").await.code();

    anna.presses("Указать ДР");
    anna.sees("Введите дату").await;
    shop.until_handled().await;
    shop.crash().await;
    anna.asks("3 февраля 2002", "Спасибо, записали").await;

    anna.presses("Мои скидки");
    let list = anna.sees("Ваши активные скидки").await.html();
    assert!(list.contains(&gift) && list.contains(&code));

    anna.presses("Профиль");
    anna.sees("3 февраля 2002").await;
    anna.presses("Указать телефон");
    anna.sees("Отправить номер").await;
    anna.presses("Отправить номер");
    anna.sees("номер записали").await;

    shop.later(Duration::days(31)).await;
    anna.presses("Проверить подписку");
    let next = anna.sees("Ваша скидка").await.code();
    assert_ne!(next, code);

    anna.presses("Профиль");
    anna.sees("Ваш профиль").await;
    anna.presses("Удалить мои данные");
    anna.sees("Удалить ваши данные?").await;
    anna.presses("Да, удалить");
    anna.sees("ваши данные удалены").await;
    assert_eq!(shop.db.int("SELECT telegram_id FROM users").await, -1);
    shop.close().await;
}
