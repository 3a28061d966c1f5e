//! How fast the bots send, and what a 429 throttles.

use std::time::Duration as StdDuration;

use chrono::Duration;
use marmelad_core::delivery::{AHEAD, Reservation, ThrottledBy};
use marmelad_core::kernel::BotKind::Main;
use marmelad_core::kernel::TelegramId;
use marmelad_sandbox::{BotKind, Fault};
use rstest::rstest;

use crate::auth_bot::till::{client_with, hire, redeem};
use crate::harness::{Backend, Person, Shop};

/// As long as Telegram asks to wait.
const WAIT: u32 = 600;

fn slow_down(shop: &Shop, person: &Person) {
    let fault = Fault::retry_after(WAIT).on(BotKind::Main);
    shop.telegram.fault(fault.method("sendMessage").chat(person.id));
}

/// Asks to send a delivery of the main bot into a chat.
async fn admitted(shop: &Shop, chat: i64) -> Result<(), ThrottledBy> {
    shop.within(move |app| async move {
        let rate = app.delivery.telegram_rate().await.unwrap();
        app.delivery.admit_delivery(Main, TelegramId(chat).into(), rate)
    })
    .await
}

/// Asks for a send time of the main bot.
async fn reserved(shop: &Shop) -> Reservation {
    shop.within(move |app| async move {
        let rate = app.delivery.telegram_rate().await.unwrap();
        app.delivery.reserve_send_time(Main, rate).await
    })
    .await
}

/// Replies so far are counted, and no longer hold anything up.
async fn settle(shop: &Shop) {
    shop.later(Duration::seconds(2)).await;
}

/// Notices to somebody that wait until Telegram's silence is over.
fn postponed(person: &Person, shop: &Shop) -> String {
    let until = (shop.now() + Duration::seconds(i64::from(WAIT) - 60)).format("%Y-%m-%dT%H:%M");
    format!(
        "SELECT COUNT(*) FROM notifications WHERE chat_id = {} AND status = 'pending' AND next_attempt_at > '{until}'",
        person.id
    )
}

#[tokio::test]
async fn a_reply_counts_for_its_chat_and_its_bot() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    shop.set("telegram_rate_per_second", 1).await;
    anna.asks("/start", "Здравствуйте").await;
    // Beside the answer, the chat first.
    shop.until("SELECT COUNT(*) FROM rate_budgets WHERE name = 'main'", 1).await;
    let free = shop.now() + Duration::seconds(1);
    let throttled = Err(ThrottledBy::Chat(free));
    assert_eq!(admitted(&shop, anna.id).await, throttled);
    assert_eq!(reserved(&shop).await, Reservation::RetryAt(free - AHEAD));
    // Its answers wait for neither.
    anna.asks("/help", "Вот что я умею").await;
    settle(&shop).await;
    assert_eq!(admitted(&shop, anna.id).await, Ok(()));
    assert_eq!(reserved(&shop).await, Reservation::SendAt(shop.now()));
    shop.close().await;
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn a_wait_asked_of_a_reply_holds_up_that_chat_alone(#[case] backend: Backend) {
    let shop = Shop::open_on(backend).await;
    let ira = hire(&shop, "Ира").await;
    let (anna, annas) = client_with(&shop, "Анна", |_| {}).await;
    let (boris, his) = client_with(&shop, "Борис", |_| {}).await;
    shop.set("telegram_rate_per_second", 25).await;
    slow_down(&shop, &anna);
    anna.says("/help");
    let silence = ThrottledBy::Chat(shop.now() + Duration::seconds(WAIT.into()));
    while admitted(&shop, anna.id).await != Err(silence) {
        tokio::time::sleep(StdDuration::from_millis(20)).await;
    }
    shop.wait(Duration::seconds(2));
    redeem(&ira, &annas).await;
    shop.until(&postponed(&anna, &shop), 1).await;
    redeem(&ira, &his).await;
    boris.sees(&format!("Ваш код {his} использован.")).await;
    assert_eq!(shop.db.int(&postponed(&anna, &shop)).await, 1);

    shop.wait(Duration::seconds(WAIT.into()));
    anna.finds("Вот что я умею").await;
    settle(&shop).await;
    anna.finds(&format!("Ваш код {annas} использован.")).await;
    shop.close().await;
}

#[rstest]
#[case::sqlite(Backend::Sqlite, 25)]
#[case::mariadb(Backend::MariaDb, 25)]
#[case::sqlite_without_a_limit(Backend::Sqlite, 0)]
#[case::mariadb_without_a_limit(Backend::MariaDb, 0)]
#[tokio::test]
async fn a_wait_asked_of_a_delivery_holds_up_all_of_the_bots_in_every_process(
    #[case] backend: Backend,
    #[case] rate: u32,
) {
    let mut shop = Shop::open_on(backend).await;
    shop.start().await;
    let ira = hire(&shop, "Ира").await;
    let (anna, annas) = client_with(&shop, "Анна", |_| {}).await;
    let mut others = Vec::new();
    for name in ["Борис", "Вера", "Глеб"] {
        others.push(client_with(&shop, name, |_| {}).await);
    }
    shop.set("telegram_rate_per_second", rate).await;
    settle(&shop).await;
    slow_down(&shop, &anna);
    redeem(&ira, &annas).await;
    shop.until(&postponed(&anna, &shop), 1).await;
    for (other, code) in &others {
        redeem(&ira, code).await;
        shop.until(&postponed(other, &shop), 1).await;
    }
    // Nor does a process that heard nothing of it begin early.
    shop.restart().await;
    let (late, code) = client_with(&shop, "Дина", |_| {}).await;
    settle(&shop).await;
    redeem(&ira, &code).await;
    shop.until(&postponed(&late, &shop), 1).await;
    for (other, _) in &others {
        assert_eq!(other.messages_from_bot(), 1, "the welcome");
    }

    shop.wait(Duration::seconds(WAIT.into()));
    others.extend([(anna, annas), (late, code)]);
    for (other, code) in &others {
        let told = format!("Ваш код {code} использован.");
        // One delivery per spacing, on a clock that stands still.
        while !other.has_seen(&told) {
            shop.wait(Duration::milliseconds(40));
            tokio::time::sleep(StdDuration::from_millis(20)).await;
        }
    }
    shop.close().await;
}
