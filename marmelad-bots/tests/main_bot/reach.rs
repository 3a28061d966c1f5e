//! The client blocks the bot and comes back.

use marmelad_sandbox::{BotKind, Fault};

use crate::harness::Shop;

const BLOCKED: &str = "SELECT is_blocked FROM users";

#[tokio::test]
async fn blocking_is_noticed_and_forgotten_on_return() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    shop.telegram.block(BotKind::Main, anna.id).unwrap();
    shop.until(BLOCKED, 1).await;
    let blocked_at = "SELECT COUNT(*) FROM users WHERE blocked_at IS NOT NULL";
    assert_eq!(shop.db.int(blocked_at).await, 1);
    shop.telegram.unblock(BotKind::Main, anna.id).unwrap();
    shop.until(BLOCKED, 0).await;
    anna.asks("/start", "Здравствуйте").await;
    assert_eq!(shop.db.int(blocked_at).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn an_answer_refused_as_blocked_is_noticed_too() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let refusal = Fault::forbidden("Forbidden: bot was blocked by the user");
    shop.telegram.fault(refusal.method("sendMessage"));
    anna.says("/start");
    shop.until(BLOCKED, 1).await;
    anna.asks("/help", "Вот что я умею").await;
    assert_eq!(shop.db.int(BLOCKED).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn strangers_who_block_the_bot_stay_strangers() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    shop.telegram.block(BotKind::Main, anna.id).unwrap();
    shop.until_handled().await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM users").await, 0);
    shop.close().await;
}
