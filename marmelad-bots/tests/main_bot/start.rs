//! `/start`, `/help`, `/cancel`, and whatever else somebody may send.

use marmelad_sandbox::{BotKind, Group};
use serde_json::{Map, json};

use crate::harness::{Backend, Shop};
use crate::main_bot::KEYBOARD;

#[tokio::test]
async fn a_client_is_welcomed_and_given_the_keyboard() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("/start", "Здравствуйте, Анна!").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    anna.asks("/start@marmelad_main_bot", "Здравствуйте, Анна!").await;
    anna.asks("/help", "Вот что я умею").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    anna.asks("/cancel", "Отменено").await;
    anna.asks("/nosuchcommand", "Выберите действие на клавиатуре").await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(shop.db.int("SELECT telegram_id FROM users").await, anna.id);
    shop.close().await;
}

#[tokio::test]
async fn names_are_shown_as_they_are_written() {
    let shop = Shop::open().await;
    let vasya = shop.client("<b>Вася & Ко");
    let welcome = vasya.asks("/start", "Здравствуйте, &lt;b&gt;Вася &amp; Ко!").await;
    assert!(welcome.0.text.contains("Здравствуйте, <b>Вася & Ко!"));
    assert_eq!(shop.db.text("SELECT display_name FROM users").await, Some("<b>Вася & Ко".into()));
    shop.close().await;
}

#[tokio::test]
async fn whatever_else_comes_is_answered_with_the_keyboard() {
    const CHOOSE: &str = "Выберите действие на клавиатуре";
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    for text in ["привет", "🍬🎂👩‍👩‍👧‍👦", "<b>", "ДЯА4589", "\u{202e}\u{0}x"]
    {
        anna.asks(text, CHOOSE).await;
    }
    anna.asks(&"я".repeat(4096), CHOOSE).await;
    let (telegram, main, id) = (&shop.telegram, BotKind::Main, anna.id);
    telegram.send_sticker(main, id, "🍬").unwrap();
    anna.sees(CHOOSE).await;
    telegram.send_photo(main, id, vec![0xff, 0xd8], "/start").unwrap();
    anna.sees(CHOOSE).await;
    let location = json!({ "location": { "latitude": 43.1, "longitude": 131.9 } });
    let fields: Map<_, _> = location.as_object().cloned().unwrap();
    telegram.send_raw(main, id, "", fields).unwrap();
    anna.sees(CHOOSE).await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    shop.close().await;
}

#[tokio::test]
async fn a_kind_of_message_that_nobody_knows_is_answered_too() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let strange = json!({ "message": {
        "message_id": 5,
        "date": 0,
        "chat": { "id": anna.id, "type": "private", "first_name": "Анна" },
        "from": { "id": anna.id, "is_bot": false, "first_name": "Анна" },
        "photo": "not a list",
    }});
    shop.telegram.open_chat(BotKind::Main, anna.id);
    shop.telegram.inject_update(BotKind::Main, strange).unwrap();
    let answered = anna.finds("").await;
    assert!(!answered.html().is_empty());
    anna.reads_all();
    anna.asks("/start", "Здравствуйте").await;
    shop.close().await;
}

#[tokio::test]
async fn groups_get_no_answer() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let group = -500;
    shop.telegram.add_group(Group {
        id: group,
        title: "Сладкоежки".into(),
        members: [anna.id].into(),
    });
    let main = BotKind::Main;
    shop.telegram.send_group_text(main, group, anna.id, "/start").unwrap();
    shop.telegram.send_group_text(main, group, anna.id, "Мои скидки").unwrap();
    anna.asks("/help", "Вот что я умею").await;
    shop.until_handled().await;
    assert_eq!(shop.telegram.bot_messages(main, group).len(), 0);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM users").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn the_owners_words_are_said_at_once() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("/start", "Здравствуйте, Анна!").await;
    let text = "Привет, <b>{first_name}</b>! {{скобки}}";
    shop.set("text_welcome", text).await;
    anna.asks("/start", "Привет, <b>Анна</b>! {скобки}").await;
    shop.close().await;
}

#[tokio::test]
async fn test_users_and_their_codes_are_marked() {
    let testers = [("TEST_TELEGRAM_IDS", "101")];
    let shop = Shop::build(Backend::Sqlite, |telegram| telegram, &testers).await;
    let (tester, client) = (shop.client("Тестер"), shop.client("Анна"));
    for person in [&tester, &client] {
        person.subscribes();
        person.asks("Проверить подписку", "Ваша скидка").await;
    }
    let marks = "SELECT is_test FROM users ORDER BY id";
    assert_eq!(shop.db.ints(marks).await, [1, 0]);
    let marks = "SELECT is_test FROM discounts ORDER BY id";
    assert_eq!(shop.db.ints(marks).await, [1, 0]);
    shop.close().await;
}
