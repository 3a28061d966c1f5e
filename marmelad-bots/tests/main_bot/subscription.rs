//! «Проверить подписку».

use chrono::Duration;
use marmelad_core::discounts::{Recurrence, TemplateEvent, UsageType};
use marmelad_sandbox::{BotKind, Fault};

use crate::harness::{Backend, Shop, terms};

const CHECK: &str = "Проверить подписку";

#[tokio::test]
async fn a_subscriber_gets_a_code_and_the_same_again() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("/start", "Здравствуйте").await;
    anna.subscribes();
    anna.presses(CHECK);
    let first = anna.sees("Ваша скидка: ").await;
    assert!(first.html().contains("Это скидка 10 %, до 4 апреля включительно."));
    anna.presses(CHECK);
    let second = anna.sees("Вы уже получали скидку").await;
    assert_eq!(first.code(), second.code());
    let stored = "SELECT code FROM discounts WHERE source = 'subscription'";
    assert_eq!(shop.db.texts(stored).await, [Some(first.code())]);
    assert_eq!(shop.db.int("SELECT is_subscribed FROM users").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn somebody_outside_is_shown_the_channel_and_gets_the_code_once_inside() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let refusal = anna.asks(CHECK, "Вы не подписаны").await;
    assert_eq!(refusal.button("Открыть канал").url, Some("https://t.me/marmelad_channel".into()));
    assert_eq!(shop.db.int("SELECT is_subscribed FROM users").await, 0);
    anna.subscribes();
    anna.asks(CHECK, "Ваша скидка").await;
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
    let anna = shop.client("Анна");
    anna.asks("/start", "Здравствуйте").await;
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
async fn after_thirty_days_there_is_another_code() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.subscribes();
    let first = anna.asks(CHECK, "Ваша скидка").await.code();
    shop.db.execute("UPDATE discounts SET uses_count = 1, used_at = created_at").await;
    shop.later(Duration::days(30) - Duration::milliseconds(1)).await;
    anna.asks(CHECK, "получить 4 апреля в 12:00").await;
    shop.later(Duration::milliseconds(1)).await;
    let second = anna.asks(CHECK, "Ваша скидка").await.code();
    assert_ne!(first, second);
    shop.close().await;
}

#[tokio::test]
async fn a_new_month_begins_at_midnight() {
    let shop = Shop::open().await;
    let mut monthly = terms(TemplateEvent::Subscription);
    monthly.recurrence = Recurrence::Monthly;
    monthly.duration_days = 1;
    shop.add_template(monthly).await;
    let anna = shop.client("Анна");
    anna.subscribes();
    anna.asks(CHECK, "до 6 марта включительно").await;
    shop.later(Duration::days(3)).await;
    anna.asks(CHECK, "получить 1 апреля.").await;
    shop.close().await;
}

#[tokio::test]
async fn a_code_of_many_uses_with_a_minimum_tells_so() {
    let shop = Shop::open().await;
    let mut rich = terms(TemplateEvent::Subscription);
    rich.usage = UsageType::Multi { max_uses: 3 };
    rich.min_order_amount = Some("1500.50".parse().unwrap());
    rich.recurrence = Recurrence::Once;
    shop.add_template(rich).await;
    let anna = shop.client("Анна");
    anna.subscribes();
    let issued = anna.asks(CHECK, "Ваша скидка").await;
    assert!(issued.html().contains("при покупке от 1 500,50 ₽"));
    assert!(issued.html().contains("Осталось использований: 3"));
    shop.db.execute("UPDATE discounts SET uses_count = 3, used_at = created_at").await;
    anna.asks(CHECK, "такую мы дарим один раз").await;
    shop.close().await;
}

#[tokio::test]
async fn without_a_template_there_is_no_discount_now() {
    let shop = Shop::open().await;
    shop.change_template(TemplateEvent::Subscription, |terms| terms.is_active = false).await;
    let anna = shop.client("Анна");
    anna.subscribes();
    anna.asks(CHECK, "Сейчас скидок нет, загляните позже").await;
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
