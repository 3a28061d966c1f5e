//! What comes by the calendar: birthday greetings and reminders.

use chrono::Duration;
use rstest::rstest;

use crate::harness::{Backend, Person, Shop};

const GREETINGS: &str = "SELECT COUNT(*) FROM notifications WHERE kind = 'birthday'";
const BIRTHDAY_CODES: &str = "SELECT COUNT(*) FROM discounts WHERE source = 'birthday'";
const BIRTHDAYS_DONE: &str = "SELECT COUNT(*) FROM scheduler_runs \
     WHERE job = 'birthdays' AND local_date = '2026-03-20' AND finished_at IS NOT NULL";

/// From the opening, noon of 5 March, to 9:00 of 20 March.
fn to_the_birthday() -> Duration {
    Duration::days(15) - Duration::hours(3)
}

/// A client whose birthday is 20 March.
async fn born_in_march(shop: &Shop, name: &str) -> Person {
    let client = shop.signed_up(name).await;
    client.asks("Указать ДР", "Введите дату").await;
    client.asks("20.03.2002", "Спасибо, записали").await;
    client
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn a_birthday_brings_one_greeting_with_a_code_from_two_schedulers(#[case] backend: Backend) {
    let mut shop = Shop::open_on(backend).await;
    shop.start().await;
    let anna = born_in_march(&shop, "Анна").await;
    let boris = shop.signed_up("Борис").await;
    let his = boris.messages_from_bot();
    shop.later(to_the_birthday() - Duration::milliseconds(1)).await;
    assert_eq!(shop.db.int(BIRTHDAYS_DONE).await, 0);
    shop.wait(Duration::milliseconds(1));
    let greeting = anna.sees("С Днем Рождения!").await;
    greeting.says(&["Анна, пусть этот год", "скидка 15 %, до 3 апреля включительно"]);
    let code = greeting.code();
    shop.until(BIRTHDAYS_DONE, 1).await;
    anna.asks("Мои скидки", &code).await;
    assert_eq!(shop.db.int(GREETINGS).await, 1);
    assert_eq!(shop.db.int(BIRTHDAY_CODES).await, 1);
    assert_eq!(boris.messages_from_bot(), his);
    shop.close().await;
}

#[tokio::test]
async fn a_scheduler_that_was_down_greets_later_on_the_same_day() {
    let mut shop = Shop::open().await;
    let anna = born_in_march(&shop, "Анна").await;
    shop.until_handled().await;
    shop.stop().await;
    shop.wait(to_the_birthday() + Duration::hours(11));
    shop.start().await;
    anna.sees("С Днем Рождения!").await;
    shop.close().await;
}

#[tokio::test]
async fn a_greeting_waits_for_the_end_of_the_quiet_hours() {
    let shop = Shop::open().await;
    shop.set("birthday_greeting_hour", 7).await;
    let anna = born_in_march(&shop, "Анна").await;
    let before = anna.messages_from_bot();
    shop.later(to_the_birthday() - Duration::hours(2)).await;
    shop.until(BIRTHDAYS_DONE, 1).await;
    assert_eq!(shop.db.int(GREETINGS).await, 1);
    // Others are told of what they do in the meantime.
    anna.asks("/help", "Вот что я умею").await;
    assert_eq!(anna.messages_from_bot(), before + 1);
    shop.later(Duration::hours(2)).await;
    anna.sees("С Днем Рождения!").await;
    shop.close().await;
}

#[tokio::test]
async fn who_stopped_marketing_before_it_was_sent_is_not_greeted() {
    let shop = Shop::open().await;
    shop.set("birthday_greeting_hour", 7).await;
    let anna = born_in_march(&shop, "Анна").await;
    shop.later(to_the_birthday() - Duration::hours(2)).await;
    shop.until(BIRTHDAYS_DONE, 1).await;
    anna.asks("/stop", "Больше не будем").await;
    shop.later(Duration::hours(2)).await;
    let dropped = format!("{GREETINGS} AND status = 'dropped'");
    shop.until(&dropped, 1).await;
    anna.asks("/help", "Вот что я умею").await;
    shop.close().await;
}

#[tokio::test]
async fn an_unused_code_is_reminded_of_three_days_before_its_last() {
    let mut shop = Shop::open().await;
    shop.start().await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    let code = anna.asks("Проверить подписку", "до 4 апреля включительно").await.code();
    shop.later(Duration::days(27)).await;
    let words = format!("Ваша скидка скоро сгорит: {code}, до 4 апреля включительно");
    anna.sees(&words).await;
    let reminders = "SELECT COUNT(*) FROM notifications WHERE kind = 'reminder'";
    assert_eq!(shop.db.int(reminders).await, 1);
    shop.close().await;
}
