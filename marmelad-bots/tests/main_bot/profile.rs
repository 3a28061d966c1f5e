//! «Профиль»: phone, gender, marketing.

use marmelad_sandbox::{BotKind, Fault};

use crate::harness::Shop;
use crate::main_bot::KEYBOARD;

#[tokio::test]
async fn the_profile_shows_what_is_known() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let profile = anna.asks("Профиль", "Ваш профиль").await;
    profile.says(&["День рождения: не указан", "Рассылки: приходят"]);
    assert_eq!(
        profile.buttons(),
        [
            "Указать ДР",
            "Указать пол",
            "Указать телефон",
            "Не присылать рассылки",
            "Удалить мои данные"
        ]
    );
    anna.presses_and_sees("Указать ДР", "Введите дату").await;
    anna.asks("03.02.2002", "Спасибо").await;
    let profile = anna.asks("Профиль", "Ваш профиль").await;
    profile.says(&["День рождения: 3 февраля 2002"]);
    shop.close().await;
}

#[tokio::test]
async fn only_the_clients_own_contact_is_kept() {
    const OWN_ONLY: &str = "Отправьте свой номер кнопкой";
    const PHONE: &str = "SELECT phone FROM users WHERE telegram_id = 101";
    let shop = Shop::open().await;
    let (anna, boris) = (shop.client("Анна"), shop.client("Борис"));
    let (telegram, main) = (&shop.telegram, BotKind::Main);
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Указать телефон", "Отправить номер").await;
    assert_eq!(anna.keyboard(), ["Отправить номер", "Назад"]);
    anna.asks("+7 900 123-45-67", OWN_ONLY).await;
    telegram.send_contact_of(main, anna.id, boris.id).unwrap();
    anna.sees(OWN_ONLY).await;
    telegram.send_foreign_contact(main, anna.id, "79001234567", "Анна").unwrap();
    anna.sees(OWN_ONLY).await;
    telegram.send_sticker(main, anna.id, "☎").unwrap();
    anna.sees(OWN_ONLY).await;
    assert_eq!(shop.db.text(PHONE).await, None);
    anna.presses_and_sees("Отправить номер", "номер записали").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    let phone = shop.db.text(PHONE).await.unwrap();
    assert_eq!(phone, "+79000000101");
    let profile = anna.asks("Профиль", "Ваш профиль").await;
    assert!(profile.html().contains(&phone));
    shop.close().await;
}

#[tokio::test]
async fn back_brings_the_keyboard_back() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Указать телефон", "Отправить номер").await;
    anna.presses_and_sees("Назад", "Отменено").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    anna.asks("79001234567", "Выберите действие").await;
    shop.close().await;
}

#[tokio::test]
async fn the_gender_is_chosen() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    for (choice, stored, shown) in [
        ("Женский", "female", "Пол: женский"),
        ("Мужской", "male", "Пол: мужской"),
        ("Не указывать", "unknown", "Пол: не указан"),
    ] {
        anna.asks("Профиль", "Ваш профиль").await;
        let question = anna.presses_and_sees("Указать пол", "Выберите, пожалуйста").await;
        let press = anna.presses(choice).unwrap();
        assert_eq!(press.answered().await.text, "");
        anna.finds_at(&question, "Спасибо, записали").await;
        assert_eq!(shop.db.text("SELECT gender FROM users").await, Some(stored.into()));
        let profile = anna.asks("Профиль", "Ваш профиль").await;
        assert!(profile.html().contains(shown), "{}", profile.html());
    }
    shop.close().await;
}

#[tokio::test]
async fn a_message_that_cannot_be_changed_is_answered_with_another() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Указать пол", "Выберите, пожалуйста").await;
    let refused = Fault::bad_request("Bad Request: message can't be edited");
    shop.telegram.fault(refused.method("editMessageText"));
    anna.presses_and_sees("Женский", "Спасибо, записали").await;
    shop.close().await;
}

#[tokio::test]
async fn marketing_stops_and_only_its_button_starts_it_again() {
    const OPTED_OUT: &str = "SELECT is_opted_out FROM users";
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let off = anna.asks("/stop", "Больше не будем присылать").await;
    assert_eq!(off.buttons(), ["Снова получать рассылки"]);
    assert_eq!(shop.db.int(OPTED_OUT).await, 1);
    anna.asks("/start", "Здравствуйте").await;
    assert_eq!(shop.db.int(OPTED_OUT).await, 1);
    let profile = anna.asks("Профиль", "Ваш профиль").await;
    profile.says(&["Рассылки: отключены"]);
    anna.presses_and_sees("Снова получать рассылки", "Отлично").await;
    assert_eq!(shop.db.int(OPTED_OUT).await, 0);
    anna.asks("Профиль", "Рассылки: приходят").await;
    anna.presses_and_sees("Не присылать рассылки", "Больше не будем присылать").await;
    assert_eq!(shop.db.int(OPTED_OUT).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn buttons_of_nobody_are_said_to_be_old() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let profile = anna.asks("Профиль", "Ваш профиль").await;
    for data in ["redeem:ДЯА4589", "x", "gender:other", ""] {
        let press = anna.presses_data(&profile, data);
        assert_eq!(press.answered().await.text, "Эта кнопка больше не действует");
    }
    anna.asks("/help", "Вот что я умею").await;
    shop.close().await;
}
