//! The birthday run of a big shop, besides sending, beside the plainest SQL that leaves the same rows.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use marmelad_core::App;
use marmelad_core::calendar::JobOutcome;
use marmelad_testkit::ManualClock;
use sqlx::{MySqlPool, QueryBuilder};

use crate::figures::{Samples, row};
use crate::production::Production;

const RUNS: u64 = 5;
/// Rows of one statement of the bare SQL, as many as the run looks at with one.
const AT_ONCE: usize = 200;
/// Users inserted with one statement.
const PER_INSERT: i64 = 100_000;

pub(crate) async fn run() {
    let users = std::env::var("ROWS").map_or(1_000_000, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let pool = shop.pool().await;
    fill(&pool, users).await;
    let first = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let (mut ours, mut bare, mut due) = (Vec::new(), Vec::new(), Vec::new());
    // In turn, each on a day of its own, so that both find rows that nobody has touched; the first round warms up.
    for round in 0..=RUNS {
        let day = first + Days::new(round * 2);
        let app = at_nine(&shop, day);
        let begun = Instant::now();
        let outcome = app.calendar.greet_birthdays().await.unwrap();
        let with_us = begun.elapsed();
        let JobOutcome::Done(run) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(run.greeted, run.with_code, "everybody gets a code");
        let next = day + Days::new(1);
        let begun = Instant::now();
        let inserted = plainly(&pool, next, app.now() + Duration::days(1)).await;
        let without = begun.elapsed();
        if round > 0 {
            ours.push(with_us);
            bare.push(without);
            due.push(f64::from(run.greeted));
            assert!(inserted > 0, "somebody has a birthday");
        }
    }
    let (ours, bare) = (Samples::millis(ours), Samples::millis(bare));
    row(
        &format!(
            "birthday run, {users} users, {:.0} due, besides sending, MariaDB (durable)",
            Samples::of(due).median()
        ),
        &format!(
            "{}; {:.2} × the plain SQL that leaves the same rows unchecked ({})",
            ours.show(),
            ours.median() / bare.median(),
            bare.show(),
        ),
        "< 5 s, aim < 1 s",
    );
    pool.close().await;
    shop.close().await;
}

/// The application at 9:00 of a day.
fn at_nine(shop: &Production, day: NaiveDate) -> App {
    let app = &shop.running.app;
    let nine = day.and_hms_opt(9, 0, 0).unwrap();
    let nine = nine.and_local_timezone(app.context.zone).unwrap();
    app.with(|ports| ports.clock = Arc::new(ManualClock::at(nine.with_timezone(&Utc))))
}

/// Clients whose birthdays are spread evenly over the year.
pub(crate) async fn fill(pool: &MySqlPool, users: i64) {
    const DIGITS: &str = "(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 \
         UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
    for from in (0..users).step_by(usize::try_from(PER_INSERT).unwrap()) {
        let numbers = format!(
            "SELECT {from} + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n \
             FROM {DIGITS} a, {DIGITS} b, {DIGITS} c, {DIGITS} e, {DIGITS} f"
        );
        let mut query = QueryBuilder::<sqlx::MySql>::new(
            "INSERT INTO users (telegram_id, first_name, display_name, gender, birthday, birthday_md, \
             birthday_changed_at, tags, is_test, created_at, updated_at) \
             SELECT 10000000 + n, 'Клиент', 'Клиент', 'unknown', day, DATE_FORMAT(day, '%m%d'), \
             '2025-01-01', '[]', 0, '2025-01-01', '2025-01-01' FROM (SELECT n, \
             DATE_ADD('1981-01-01', INTERVAL MOD(n * 7919, 365) DAY) AS day FROM (",
        );
        query.push(numbers).push(") numbers WHERE n < ");
        query.push_bind(users).push(") born");
        query.build().execute(pool).await.unwrap();
    }
    for table in ["users", "discounts", "notifications"] {
        let analyze = format!("ANALYZE TABLE {table}");
        sqlx::query(sqlx::AssertSqlSafe(analyze)).fetch_all(pool).await.unwrap();
    }
}

/// Finds the clients due and, a batch at a time, inserts a code and a notification for each and marks them: without
/// locks, rules, budgets, or a look whether a code is free. Answers how many.
async fn plainly(pool: &MySqlPool, day: NaiveDate, now: DateTime<Utc>) -> usize {
    let due: Vec<(i64, i64)> =
        sqlx::query_as("SELECT id, telegram_id FROM users WHERE birthday_md = ?")
            .bind(day.format("%m%d").to_string())
            .fetch_all(pool)
            .await
            .unwrap();
    for part in due.chunks(AT_ONCE) {
        let mut tx = pool.begin().await.unwrap();
        let mut codes = QueryBuilder::<sqlx::MySql>::new(
            "INSERT INTO discounts (user_id, template_id, source, code, value, value_type, usage_type, max_uses, \
             expires_at, is_test, created_at, updated_at) ",
        );
        codes.push_values(part, |mut values, (id, _)| {
            values
                .push_bind(*id)
                .push("(SELECT MAX(id) FROM discount_templates)")
                .push("'birthday'")
                // Longer than codes are, so that none of them meets one of the run's.
                .push_bind(format!("B{}-{id}", day.ordinal()))
                .push("15, 'percent', 'single', 1")
                .push_bind(now)
                .push("0")
                .push_bind(now)
                .push_bind(now);
        });
        codes.build().execute(&mut *tx).await.unwrap();
        let mut told = QueryBuilder::<sqlx::MySql>::new(
            "INSERT INTO notifications (bot, chat_id, user_id, kind, payload, dedupe_key, priority, status, \
             next_attempt_at, send_before, created_at, updated_at) ",
        );
        told.push_values(part, |mut values, (id, chat)| {
            values
                .push("'main'")
                .push_bind(*chat)
                .push_bind(*id)
                .push("'birthday', '{}'")
                .push_bind(format!("bare:{id}:{}", day.year()))
                .push("3, 'pending'")
                .push_bind(now)
                .push_bind(now)
                .push_bind(now)
                .push_bind(now);
        });
        told.build().execute(&mut *tx).await.unwrap();
        let mut mark = QueryBuilder::<sqlx::MySql>::new("UPDATE users SET last_celebrated_on = ");
        mark.push_bind(day).push(" WHERE id IN (");
        let mut ids = mark.separated(", ");
        for (id, _) in part {
            ids.push_bind(*id);
        }
        mark.push(")").build().execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    due.len()
}
