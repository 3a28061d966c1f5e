//! `rate_budgets`: the shared state of the rate limiter.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{RateKey, RateState};
use marmelad_core::kernel::{PortError, to_millis};

use super::Store;
use super::dialect::Conn;
use crate::rate_limiter::RateStore;
use crate::sql::fault::{Fault, unless_taken};

#[async_trait]
impl RateStore for Store {
    async fn load(&self, key: RateKey) -> Result<RateState, PortError> {
        self.db
            .read("rates.load", async |mut conn| {
                let stored: Option<(DateTime<Utc>, Option<DateTime<Utc>>)> = sqlx::query_as(
                    "SELECT next_free_at, paused_until FROM rate_budgets WHERE name = ?",
                )
                .bind(key.to_string())
                .fetch_optional(&mut *conn)
                .await?;
                Ok(stored.map_or_else(RateState::default, |(next_free_at, paused_until)| {
                    RateState { next_free_at, paused_until: paused_until.unwrap_or_default() }
                }))
            })
            .await
    }

    async fn replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        self.db
            .transaction("rates.replace", async |mut tx| {
                let updated = sqlx::query(
                    "UPDATE rate_budgets SET next_free_at = ?, paused_until = ?, updated_at = ? WHERE name = ? \
                     AND next_free_at = ? AND (paused_until = ? OR (paused_until IS NULL AND ?))",
                )
                .bind(new.next_free_at)
                .bind(new.paused_until)
                .bind(to_millis(now))
                .bind(key.to_string())
                .bind(expected.next_free_at)
                .bind(expected.paused_until)
                .bind(expected.paused_until == DateTime::UNIX_EPOCH)
                .execute(&mut *tx)
                .await?;
                Ok(updated.rows_affected() == 1
                    || (expected == RateState::default() && insert(&mut tx, key, new, now).await?))
            })
            .await
    }
}

/// False when there is a row already.
async fn insert(
    conn: &mut Conn,
    key: RateKey,
    new: RateState,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let inserted = sqlx::query(
        "INSERT INTO rate_budgets (name, next_free_at, paused_until, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(key.to_string())
    .bind(new.next_free_at)
    .bind(new.paused_until)
    .bind(to_millis(now))
    .bind(to_millis(now))
    .execute(conn)
    .await;
    Ok(unless_taken(inserted)?.is_some())
}
