//! «Указать ДР».

use chrono::Duration;
use marmelad_sandbox::BotKind;

use crate::harness::Shop;
use crate::main_bot::KEYBOARD;

const BIRTHDAY: &str = "SELECT birthday_md FROM users";

#[tokio::test]
async fn a_birthday_is_asked_for_until_it_is_one() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Указать ДР", "Введите дату").await;
    for typed in ["завтра", "31.02.2002", "03.02.2025", "1.1.1800", "03.02.2027"] {
        anna.asks(typed, "Неверный формат").await;
    }
    shop.telegram.send_sticker(BotKind::Main, anna.id, "🎂").unwrap();
    let again = anna.sees("Неверный формат").await;
    again.says(&["03.02.2002"]);
    anna.asks("3 ФЕВРАЛЯ 2002 г.", "Спасибо, записали: 3 февраля 2002").await;
    let stored = "SELECT CAST(birthday AS TEXT) FROM users";
    assert_eq!(shop.db.text(stored).await, Some("2002-02-03".into()));
    anna.asks("04.02.2002", "Выберите действие").await;
    shop.close().await;
}

#[tokio::test]
async fn the_question_survives_a_restart_and_a_crash() {
    let mut shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Указать ДР", "Введите дату").await;
    shop.until_handled().await;
    shop.restart().await;
    anna.asks("не скажу", "Неверный формат").await;
    shop.until_handled().await;
    shop.crash().await;
    anna.asks("03.02.2002", "Спасибо, записали").await;
    shop.close().await;
}

#[tokio::test]
async fn the_question_is_forgotten_after_a_day() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Указать ДР", "Введите дату").await;
    shop.until_handled().await;
    shop.later(Duration::hours(24)).await;
    anna.asks("03.02.2002", "Выберите действие на клавиатуре").await;
    anna.asks("Указать ДР", "Введите дату").await;
    shop.until_handled().await;
    shop.later(Duration::hours(24) - Duration::milliseconds(1)).await;
    anna.asks("03.02.2002", "Спасибо, записали").await;
    shop.close().await;
}

#[tokio::test]
async fn any_button_or_command_leaves_the_question() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    for (leaving, answer) in [
        ("Мои скидки", "У вас нет активных скидок"),
        ("Проверить подписку", "Вы не подписаны"),
        ("Профиль", "Ваш профиль"),
        ("/start", "Здравствуйте"),
        ("/help", "Вот что я умею"),
        ("/cancel", "Отменено"),
        ("/stop", "Больше не будем"),
        ("/broadcast", "Выберите действие"),
    ] {
        anna.asks("Указать ДР", "Введите дату").await;
        anna.asks(leaving, answer).await;
        anna.asks("03.02.2002", "Выберите действие").await;
    }
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    anna.presses_and_sees("Снова получать рассылки", "Отлично").await;
    anna.asks("03.02.2002", "Выберите действие").await;
    assert_eq!(shop.db.int(BIRTHDAY).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn a_birthday_changes_once_a_year() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Указать ДР", "Введите дату").await;
    anna.asks("03.02.2002", "Спасибо").await;
    let refusal = anna.asks("Указать ДР", "Изменить дату рождения пока нельзя").await;
    refusal.says(&["3 февраля 2002", "раз в 365 дней", "5 марта 2027 в 12:00"]);
    assert_eq!(anna.keyboard(), KEYBOARD);
    shop.later(Duration::days(365)).await;
    let question = anna.asks("Указать ДР", "Введите дату").await;
    question.says(&["Сейчас записано: 3 февраля 2002"]);
    anna.asks("04.02.2002", "Спасибо, записали: 4 февраля 2002").await;
    shop.close().await;
}
