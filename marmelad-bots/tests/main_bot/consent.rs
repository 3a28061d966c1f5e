//! The consent step.

use marmelad_core::discounts::TemplateEvent;
use marmelad_sandbox::BotKind;

use crate::harness::{Shop, terms};
use crate::main_bot::KEYBOARD;

const CONSENT: &str = "Согласен на обработку данных";
const MARKETING: &str = "Хочу получать предложения";
const ASK: &str = "нам нужно ваше согласие";
const NEEDED: &str = "Сначала нужно ваше согласие";

async fn shop_with_policy() -> Shop {
    let shop = Shop::open().await;
    let policy = "https://example.org/policy?a=1&b=2";
    shop.set("privacy_policy_url", policy).await;
    shop.set("consent_version", "2026-03").await;
    shop
}

#[tokio::test]
async fn the_first_start_asks_and_the_answers_are_kept_apart() {
    let shop = shop_with_policy().await;
    let anna = shop.client("Анна");
    let question = anna.asks("/start", ASK).await;
    question.says(&["https://example.org/policy?a=1&amp;b=2"]);
    assert_eq!(question.buttons(), [CONSENT, MARKETING]);
    anna.presses_and_sees(CONSENT, "Согласие записали").await;
    anna.sees("Здравствуйте, Анна!").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    let stored = "SELECT consent_version FROM users \
        WHERE consent_at IS NOT NULL AND marketing_consent_at IS NULL";
    assert_eq!(shop.db.text(stored).await, Some("2026-03".into()));
    shop.until_handled().await;
    let left = shop.telegram.message(BotKind::Main, anna.id, question.0.message_id);
    let labels: Vec<String> = left.unwrap().buttons().map(|it| it.text.clone()).collect();
    assert_eq!(labels, [MARKETING]);
    let profile = anna.asks("Профиль", "Рассылки: отключены").await;
    assert!(profile.buttons().contains(&"Снова получать рассылки".to_owned()));
    anna.presses_under(&question, MARKETING);
    anna.sees("Будем присылать вам самое вкусное").await;
    anna.asks("Профиль", "Рассылки: приходят").await;
    anna.asks("/start", "Здравствуйте, Анна!").await;
    shop.close().await;
}

#[tokio::test]
async fn codes_phone_and_birthday_wait_for_consent() {
    let shop = shop_with_policy().await;
    let anna = shop.client("Анна");
    anna.subscribes();
    anna.asks("/start", ASK).await;
    anna.asks("Проверить подписку", NEEDED).await;
    let refusal = anna.asks("Указать ДР", NEEDED).await;
    assert_eq!(refusal.buttons(), [CONSENT, MARKETING]);
    anna.asks("03.02.2002", "Выберите действие").await;
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Указать телефон", NEEDED).await;
    shop.telegram.send_contact(BotKind::Main, anna.id).unwrap();
    anna.sees(NEEDED).await;
    anna.presses_and_sees(CONSENT, "Согласие записали").await;
    anna.sees("Здравствуйте").await;
    anna.asks("Проверить подписку", "Ваша скидка").await;
    anna.asks("Указать ДР", "Введите дату").await;
    shop.close().await;
}

#[tokio::test]
async fn the_code_of_a_campaign_is_held_back_until_consent() {
    let shop = shop_with_policy().await;
    let gift = shop.add_template(terms(TemplateEvent::Campaign)).await;
    shop.add_campaign("leto", Some(gift), |_| {}).await;
    let anna = shop.client("Анна");
    let question = anna.asks("/start ref_leto", ASK).await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM campaign_users").await, 1);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 0);
    anna.presses_and_sees(CONSENT, "Согласие записали").await;
    let gift = anna.sees("Рады, что вы к нам заглянули").await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    anna.presses_under(&question, CONSENT);
    anna.sees("Согласие записали").await;
    assert_eq!(anna.sees("Рады").await.code(), gift.code());
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 1);
    shop.close().await;
}
