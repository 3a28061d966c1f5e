//! What Redis holds may go at any moment; nobody loses anything by it but a question that must be asked again.

use rstest::rstest;

use crate::harness::{Backend, Shop};

#[tokio::test]
async fn a_question_that_redis_forgot_is_asked_again() {
    let shop = Shop::open_on(Backend::MariaDb).await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();
    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    shop.db.flush_redis().await;
    anna.asks("3 февраля 2002", "Выберите действие").await;
    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    anna.asks("3 февраля 2002", "Спасибо, записали").await;
    shop.db.flush_redis().await;
    // The cached membership is gone; it is asked of Telegram, and no second code is given.
    assert_eq!(anna.presses_and_sees("Проверить подписку", "Вы уже получали").await.code(), code);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 1);
    shop.close().await;
}

/// A Redis address on which nothing listens.
const AWAY: [(&str, &str); 1] = [("REDIS_URL", "redis://127.0.0.1:1/0")];

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn without_redis_commands_and_buttons_work_and_questions_are_refused(
    #[case] backend: Backend,
) {
    let shop = Shop::build(backend, |telegram| telegram, &AWAY).await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let code = anna.presses_and_sees("Проверить подписку", "Ваша скидка").await.code();
    assert_eq!(anna.presses_and_sees("Проверить подписку", "Вы уже получали").await.code(), code);
    anna.presses_and_sees("Мои скидки", "Ваши активные скидки").await;
    // It may be the answer to a question that was asked before.
    anna.asks("3 февраля 2002", "Что-то пошло не так").await;
    // Refused at once, and what comes after it does not wait.
    anna.presses_and_sees("Указать ДР", "Что-то пошло не так").await;
    anna.presses_and_sees("Мои скидки", "Ваши активные скидки").await;
    shop.close().await;
}
