//! «Проверить подписку».

use chrono::Duration;
use marmelad_core::discounts::{Recurrence, TemplateEvent, UsageType};
use marmelad_sandbox::{BotKind, Fault};

use crate::harness::{Backend, Shop, terms};

const CHECK: &str = "Проверить подписку";

#[tokio::test]
async fn each_outcome_has_its_answer() {
    const USE_UP: &str = "UPDATE discounts SET uses_count = max_uses, used_at = created_at";
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let refusal = anna.presses_and_sees(CHECK, "Вы не подписаны").await;
    assert_eq!(refusal.button("Открыть канал").url, Some("https://t.me/marmelad_channel".into()));
    assert_eq!(shop.db.int("SELECT is_subscribed FROM users").await, 0);
    anna.subscribes();
    let first = anna.asks(CHECK, "Ваша скидка: ").await;
    first.says(&["Это скидка 10 %, до 4 апреля включительно."]);
    assert_eq!(anna.asks(CHECK, "Вы уже получали скидку").await.code(), first.code());
    let stored = "SELECT code FROM discounts WHERE source = 'subscription'";
    assert_eq!(shop.db.texts(stored).await, [Some(first.code())]);
    assert_eq!(shop.db.int("SELECT is_subscribed FROM users").await, 1);
    shop.db.execute(USE_UP).await;
    anna.asks(CHECK, "получить 4 апреля в 12:00").await;

    let mut rich = terms(TemplateEvent::Subscription);
    rich.usage = UsageType::Multi { max_uses: 3 };
    rich.min_order_amount = Some("1500.50".parse().unwrap());
    rich.recurrence = Recurrence::Once;
    shop.add_template(rich).await;
    let second = anna.asks(CHECK, "Ваша скидка").await;
    second.says(&["при покупке от 1 500,50 ₽", "Осталось использований: 3"]);
    shop.db.execute(USE_UP).await;
    anna.asks(CHECK, "такую мы дарим один раз").await;

    shop.db.execute("UPDATE discount_templates SET is_active = 0").await;
    anna.asks(CHECK, "Сейчас скидок нет, загляните позже").await;
    shop.close().await;
}

#[tokio::test]
async fn a_channel_known_by_its_number_has_no_button() {
    let shop = Shop::open().await;
    let number = shop.telegram.channel_id().to_string();
    shop.set("telegram_channel_id", number).await;
    let anna = shop.client("Анна");
    let refusal = anna.asks(CHECK, "Вы не подписаны").await;
    assert!(refusal.buttons().is_empty());
    assert!(!refusal.html().contains("-100"));
    anna.subscribes();
    anna.asks(CHECK, "Ваша скидка").await;
    shop.close().await;
}

#[tokio::test]
async fn a_positive_answer_is_believed_for_a_minute() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let asked = || shop.telegram.calls(BotKind::Main, Some("getChatMember")).len();
    anna.subscribes();
    anna.asks(CHECK, "Ваша скидка").await;
    anna.unsubscribes();
    shop.later(Duration::milliseconds(59_999)).await;
    anna.asks(CHECK, "Вы уже получали скидку").await;
    assert_eq!(asked(), 1);
    shop.later(Duration::milliseconds(1)).await;
    anna.asks(CHECK, "Вы не подписаны").await;
    assert_eq!(asked(), 2);
    shop.close().await;
}

#[tokio::test]
async fn twenty_presses_at_once_give_one_code() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let before = anna.messages_from_bot();
    for _ in 0..20 {
        anna.says(CHECK);
    }
    let all_answered = shop.telegram.wait_until(|telegram| {
        let sent = telegram.bot_messages(BotKind::Main, anna.id).len();
        (sent == before + 20).then_some(())
    });
    all_answered.await.unwrap();
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 1);
    let answers = shop.telegram.bot_messages(BotKind::Main, anna.id);
    let code = shop.db.text("SELECT code FROM discounts").await.unwrap();
    assert!(answers[before..].iter().all(|answer| answer.text.contains(&code)));
    shop.close().await;
}

#[tokio::test]
async fn when_it_cannot_be_checked_owners_are_told_once_an_hour() {
    const UNAVAILABLE: &str = "Проверка подписки временно недоступна";
    let shop = Shop::open().await;
    shop.telegram.set_channel_admin(BotKind::Main, false);
    let (anna, boris) = (shop.client("Анна"), shop.client("Борис"));
    anna.subscribes();
    anna.asks(CHECK, UNAVAILABLE).await;
    boris.asks(CHECK, UNAVAILABLE).await;
    shop.owner().sees("@marmelad_channel").await;
    shop.later(Duration::minutes(59)).await;
    anna.asks(CHECK, UNAVAILABLE).await;
    let alerts = "SELECT COUNT(*) FROM notifications";
    assert_eq!(shop.db.int(alerts).await, 1);
    shop.later(Duration::minutes(1)).await;
    anna.asks(CHECK, UNAVAILABLE).await;
    assert_eq!(shop.db.int(alerts).await, 2);
    shop.telegram.set_channel_admin(BotKind::Main, true);
    anna.asks(CHECK, "Ваша скидка").await;
    shop.close().await;
}

#[tokio::test]
async fn telegram_away_refuses_nobody_the_check_later() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.subscribes();
    shop.telegram.fault(Fault::http(502).method("getChatMember"));
    anna.asks(CHECK, "Проверка подписки временно недоступна").await;
    shop.telegram.fault(Fault::bad_request("Bad Request: user not found").method("getChatMember"));
    anna.asks(CHECK, "Ваша скидка").await;
    shop.close().await;
}

#[tokio::test]
async fn without_a_channel_nothing_can_be_checked() {
    let no_channel = [("TELEGRAM_CHANNEL_ID", "")];
    let shop = Shop::build(Backend::Sqlite, |telegram| telegram, &no_channel).await;
    let anna = shop.client("Анна");
    anna.asks(CHECK, "Проверка подписки временно недоступна").await;
    shop.owner().sees("").await;
    shop.close().await;
}
