//! The use case alone, beside the bare transaction on the same server.

use std::time::Instant;

use chrono::{DateTime, Utc};
use futures::StreamExt;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer};
use marmelad_core::kernel::TelegramId;
use sqlx::MySqlPool;

use crate::figures::{Samples, row};
use crate::production::Production;

const AT_ONCE: usize = 16;
const CODES_PER_RUN: i64 = 1_000;
const RUNS: i64 = 5;

pub(crate) async fn use_case() {
    let shop = Production::open().await;
    let cashier = shop.cashiers(1).await[0];
    let pool = shop.pool().await;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    // In turn, so that both see the same machine and the same tables; the first round warms up.
    for run in 0..=RUNS {
        let codes = shop.codes(run * CODES_PER_RUN * 2, CODES_PER_RUN * 2).await;
        let (first, second) = codes.split_at(codes.len() / 2);
        let with_us = rate(first, |code| redeem(&shop, cashier, code)).await;
        let without = rate(second, |code| transaction(&pool, code, shop.running.app.now())).await;
        if run > 0 {
            ours.push(with_us);
            bare.push(without);
        }
    }
    let (ours, bare) = (Samples::of(ours), Samples::of(bare));
    row(
        "redeem use case alone, 16 at once, MariaDB (durable) + Redis",
        &format!(
            "{:.0}/s (median of {RUNS} runs, {:.0} to {:.0}); {:.2} × the bare transaction ({:.0}/s, {:.0} to {:.0})",
            ours.median(),
            ours.quantile(0.0),
            ours.quantile(1.0),
            ours.median() / bare.median(),
            bare.median(),
            bare.quantile(0.0),
            bare.quantile(1.0),
        ),
        "≥ 500/s, ≥ 0.3 × the bare transaction, aim 0.7 ×",
    );
    pool.close().await;
    shop.close().await;
}

async fn rate<F: Future<Output = ()>>(codes: &[String], redeem: impl Fn(String) -> F) -> f64 {
    let begun = Instant::now();
    let all = futures::stream::iter(codes.iter().cloned().map(redeem));
    all.buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    codes.len() as f64 / begun.elapsed().as_secs_f64()
}

/// As a press in the auth bot does it.
async fn redeem(shop: &Production, cashier: i64, code: String) {
    let app = &shop.running.app;
    let cashier = app.staff.find_cashier(TelegramId(cashier)).await.unwrap().unwrap();
    let input = RedeemCode {
        key: Some(format!("bot:{}:{code}", cashier.id)),
        code,
        by: Redeemer::cashier_in_chat(cashier.id),
        amount: None,
        actor: None,
    };
    let outcome = app.discounts.redeem(input).await.unwrap();
    assert!(matches!(outcome, RedeemOutcome::Redeemed(_)), "{outcome:?}");
}

/// The least that has to be committed together: the use, its log row, the client's notification.
async fn transaction(pool: &MySqlPool, code: String, now: DateTime<Utc>) {
    let mut tx = pool.begin().await.unwrap();
    let (discount, user): (i64, i64) =
        sqlx::query_as("SELECT id, user_id FROM discounts WHERE code = ? FOR UPDATE")
            .bind(&code)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    let counted = sqlx::query(
        "UPDATE discounts SET uses_count = uses_count + 1, used_at = ?, updated_at = ? \
         WHERE id = ? AND uses_count < max_uses AND revoked_at IS NULL AND expires_at >= ?",
    )
    .bind(now)
    .bind(now)
    .bind(discount)
    .bind(now)
    .execute(&mut *tx)
    .await
    .unwrap();
    assert_eq!(counted.rows_affected(), 1);
    sqlx::query(
        "INSERT INTO discount_usage_logs (discount_id, code, user_id, status, source, redeem_key, created_at) \
         VALUES (?, ?, ?, 'success', 'bot', ?, ?)",
    )
    .bind(discount)
    .bind(&code)
    .bind(user)
    .bind(format!("bare:{code}"))
    .bind(now)
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO notifications (bot, chat_id, user_id, kind, payload, dedupe_key, priority, status, attempts, \
         next_attempt_at, send_before, created_at, updated_at) \
         VALUES ('main', 1, ?, 'redeemed', '{}', ?, 0, 'pending', 0, ?, ?, ?, ?)",
    )
    .bind(user)
    .bind(format!("bare:{code}"))
    .bind(now)
    .bind(now)
    .bind(now)
    .bind(now)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
