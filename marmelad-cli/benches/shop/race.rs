//! Many hands, one code: each code is redeemed exactly once.

use std::process::Stdio;
use std::time::Instant;

use futures::future::join_all;
use marmelad_sandbox::BotKind;
use tokio::process::Command;

use crate::figures::row;
use crate::shop::Shop;

const CODES: i64 = 200;
/// Half of the sixteen attempts at a code press «Погасить», half are processes of the command line.
const CASHIERS: i64 = 8;
const COMMANDS: usize = 8;

pub(crate) async fn codes() {
    let shop = Shop::open().await;
    let cashiers = shop.cashiers(CASHIERS).await;
    let codes = shop.codes(CODES).await;
    let begun = Instant::now();
    for code in &codes {
        let code = code.to_string();
        // Everybody has the card before anybody presses.
        let cards = join_all(
            cashiers.iter().map(|cashier| shop.sandbox.ask(BotKind::Auth, *cashier, &code)),
        )
        .await;
        let commands = (0..COMMANDS).map(|_| redeem(&shop.database, &code));
        for (cashier, card) in cashiers.iter().zip(cards) {
            let card = card.unwrap();
            shop.sandbox
                .press(BotKind::Auth, *cashier, card.message_id, &format!("redeem:{code}"))
                .unwrap();
        }
        join_all(commands).await;
    }
    settle(&shop, CODES * (CASHIERS + i64::try_from(COMMANDS).unwrap())).await;
    let took = begun.elapsed();
    let (successes, refusals, used) = counts(&shop.database).await;
    row(
        "redemption race: 200 codes × 16 simultaneous attempts from bot and command line",
        &format!(
            "{successes} successes, {refusals} refusals, {used} codes used once, in {:.1} s",
            took.as_secs_f64()
        ),
        "200 successes, 3000 refusals, 200 codes used once",
    );
    assert_eq!((successes, used), (CODES, CODES), "a code was redeemed twice, or not at all");
    shop.close().await;
}

async fn redeem(database: &str, code: &str) {
    let status = Command::new(env!("CARGO_BIN_EXE_marmelad-cli"))
        .args(["code", "redeem", code, "--yes"])
        .env_clear()
        .env("DB_URL", database)
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 4)), "exit code {status}");
}

/// Waits until every attempt stands in the usage log.
async fn settle(shop: &Shop, attempts: i64) {
    loop {
        let (successes, refusals, _) = counts(&shop.database).await;
        if successes + refusals >= attempts {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Successes and refusals in the usage log, and codes used exactly once.
async fn counts(database: &str) -> (i64, i64, i64) {
    let pool = sqlx::SqlitePool::connect(database).await.unwrap();
    let counted = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'success'), \
         (SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'already_used'), \
         (SELECT COUNT(*) FROM discounts WHERE uses_count = 1)",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    pool.close().await;
    counted
}
