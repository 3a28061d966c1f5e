//! Clients are told of what happens to their codes.

use std::time::Duration;

use marmelad_sandbox::{BotKind, Fault};

use crate::auth_bot::till::{self, client_with, redeem};

/// Notifications that Telegram has not answered yet.
const UNDER_WAY: &str = "SELECT COUNT(*) FROM notifications WHERE status = 'sending'";

#[tokio::test]
async fn a_notice_that_hangs_keeps_no_other_client_waiting() {
    let (shop, ira) = till::open().await;
    let (anna, annas) = client_with(&shop, "Анна", |_| {}).await;
    let (boris, his) = client_with(&shop, "Борис", |_| {}).await;
    let hang = Fault::hang(Duration::from_mins(10));
    let to_anna = hang.on(BotKind::Main).method("sendMessage").chat(anna.id);
    shop.telegram.fault(to_anna);
    redeem(&ira, &annas).await;
    let hers = format!("{UNDER_WAY} AND chat_id = {}", anna.id);
    shop.until(&hers, 1).await;
    redeem(&ira, &his).await;
    boris.sees(&format!("Ваш код {his} использован.")).await;
    // His own row may not be recorded yet; hers is still on its first way.
    let hers = format!("{hers} AND attempts = 0");
    assert_eq!(shop.db.int(&hers).await, 1);
    shop.close().await;
}
