//! How long it takes to count the clients of a segment, beside counting all of them.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use marmelad_core::segments::{AudienceScope, SegmentFilter};
use serde_json::json;
use sqlx::{AssertSqlSafe, MySqlPool};

use crate::figures::{Samples, row};
use crate::production::Production;

const RUNS: usize = 5;

/// Clients of the benchmark, unless the variable `ROWS` says otherwise. Six in ten clients have a code, half a purchase.
const CLIENTS: u32 = 1_000_000;

pub(crate) async fn count() {
    let clients = std::env::var("ROWS").map_or(CLIENTS, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let pool = shop.pool().await;
    fill(&pool, clients, shop.running.app.now()).await;

    let usual = json!({"all": [
        {"field": "gender", "op": "eq", "value": "female"},
        {"field": "age", "op": "between", "value": [25, 40]},
        {"field": "is_subscribed", "op": "eq", "value": true},
        {"field": "last_seen_at", "op": "within_days", "value": 90},
        {"field": "orders_count", "op": "gte", "value": 1},
    ]});
    measure(&shop, &pool, clients, "of clients and a purchase", &usual).await;
    let costly = json!({"all": [
        {"field": "is_subscribed", "op": "eq", "value": true},
        {"field": "created_at", "op": "older_than_days", "value": 30},
        {"field": "discounts_redeemed", "op": "eq", "value": 0},
        {"field": "orders_count", "op": "gte", "value": 1},
        {"any": [{"field": "orders_total", "op": "gte", "value": "1500.00"}]},
    ]});
    measure(&shop, &pool, clients, "mostly of codes and purchases", &costly).await;
    let wide = json!({"all": [
        {"field": "discounts_issued", "op": "lte", "value": 9},
        {"field": "discounts_redeemed", "op": "lte", "value": 5},
        {"not": {"field": "last_redeemed_at", "op": "within_days", "value": 30}},
        {"field": "orders_count", "op": "lte", "value": 9},
        {"field": "orders_total", "op": "lt", "value": "9000.00"},
    ]});
    let what = "of codes and purchases alone, which most pass";
    measure(&shop, &pool, clients, what, &wide).await;
    pool.close().await;
    shop.close().await;
}

async fn measure(
    shop: &Production,
    pool: &MySqlPool,
    clients: u32,
    what: &str,
    filter: &serde_json::Value,
) {
    let filter = SegmentFilter::parse(filter).unwrap();
    let app = &shop.running.app;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut found = 0;
    // In turn, so that both see the same machine; the first round warms up.
    for run in 0..=RUNS {
        let begun = Instant::now();
        let counted =
            app.ports().segments.count(&filter, app.context.moment(), AudienceScope::default());
        found = counted.await.unwrap();
        let with_us = begun.elapsed();
        let without = count_all(pool, clients).await;
        if run > 0 {
            ours.push(with_us);
            bare.push(without);
        }
    }
    assert!(found > 0, "the segment is empty");
    let (ours, bare) = (Samples::millis(ours), Samples::millis(bare));
    row(
        &format!("segment count, 5 conditions {what}, {clients} clients, MariaDB"),
        &format!(
            "{}; {found} clients; {:.2} × the time of a bare SELECT COUNT(*) FROM users ({})",
            ours.show(),
            ours.median() / bare.median(),
            bare.show(),
        ),
        "< 1 s, aim < 200 ms",
    );
}

async fn count_all(pool: &MySqlPool, clients: u32) -> Duration {
    let begun = Instant::now();
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(pool).await.unwrap();
    assert_eq!(count, i64::from(clients));
    begun.elapsed()
}

/// Made by the server itself, out of numbers that only look random.
async fn fill(pool: &MySqlPool, clients: u32, now: DateTime<Utc>) {
    let now = now.format("'%F %T.000'").to_string();
    let (codes, orders) = (clients / 10 * 6, clients / 2);
    let dice = |name: &str, sides: u32| format!("CRC32(CONCAT('{name}', seq)) % {sides}");
    let ago = |name: &str, days: u32| {
        format!("DATE_SUB({now}, INTERVAL {} SECOND)", dice(name, days * 86_400))
    };
    let born = format!("DATE_ADD('1950-01-01', INTERVAL {} DAY)", dice("birthday", 25_000));
    let statements = [
        // Into an empty table the server then sorts rows and indexes first and writes each page once.
        "SET unique_checks = 0, foreign_key_checks = 0".to_owned(),
        format!(
            "INSERT INTO users (id, telegram_id, first_name, display_name, phone, gender, birthday, birthday_md, is_subscribed, \
             subscription_checked_at, tags, is_test, last_seen_at, created_at, updated_at) \
             SELECT seq, 1000000 + seq, 'Анна', 'Анна Иванова', IF(seq % 3 = 0, CONCAT('+79', LPAD(seq, 9, '0')), NULL), \
             ELT(1 + {}, 'male', 'female', 'unknown'), IF(seq % 4 = 0, NULL, {born}), \
             IF(seq % 4 = 0, NULL, DATE_FORMAT({born}, '%m%d')), {} < 7, {now}, IF(seq % 10 = 0, '[\"vip\"]', '[]'), 0, {}, {}, {now} FROM seq_1_to_{clients}",
            dice("gender", 3),
            dice("subscribed", 10),
            ago("seen", 365),
            ago("created", 730),
        ),
        format!(
            "INSERT INTO discounts (user_id, source, code, value, value_type, usage_type, max_uses, uses_count, expires_at, \
             used_at, is_test, created_at, updated_at) \
             SELECT 1 + {}, 'subscription', CONCAT('B', seq), 10, 'percent', 'single', 1, seq % 3 = 0, {now}, \
             IF(seq % 3 = 0, {}, NULL), 0, {now}, {now} FROM seq_1_to_{codes}",
            dice("owner", clients),
            ago("used", 365),
        ),
        format!(
            "INSERT INTO orders (user_id, amount, discount_amount, source, status, is_test, created_at, updated_at) \
             SELECT 1 + {}, 1 + {}, 0, 'bot', IF(seq % 50 = 0, 'undone', 'completed'), 0, {}, {now} FROM seq_1_to_{orders}",
            dice("buyer", clients),
            dice("amount", 3_000),
            ago("ordered", 365),
        ),
    ];
    let mut conn = pool.acquire().await.unwrap();
    // What the clients have together is counted as it is for those who upgrade.
    let counting = include_str!("../../../migrations/mysql/0017_totals.sql")
        .split(';')
        .map(|statement| statement.trim().to_owned())
        .filter(|statement| statement.starts_with("UPDATE"));
    let analyze = "ANALYZE TABLE users, discounts, orders".to_owned();
    for statement in statements.into_iter().chain(counting).chain([analyze]) {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *conn).await.unwrap();
    }
    conn.close().await.unwrap();
}
