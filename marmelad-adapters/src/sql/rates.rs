//! `rate_budgets`: the shared state of the rate limiter.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{RateKey, RateState};
use marmelad_core::kernel::{PortError, to_millis};

use super::Store;
use super::dialect::Conn;
use super::statement::{Statement, bind};
use crate::rate_limiter::RateStore;
use crate::sql::fault::Fault;

#[async_trait]
impl RateStore for Store {
    async fn load(&self, key: RateKey) -> Result<RateState, PortError> {
        self.db
            .read("rates.load", async |mut conn| {
                let sql = "SELECT next_free_at, paused_until FROM rate_budgets WHERE name = ?";
                let stored: Option<(DateTime<Utc>, Option<DateTime<Utc>>)> =
                    sqlx::query_as(sql).bind(key.to_string()).fetch_optional(&mut *conn).await?;
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
                let sql = "UPDATE rate_budgets \
                           SET next_free_at = ?, paused_until = ?, updated_at = ? \
                           WHERE name = ? AND next_free_at = ? \
                           AND (paused_until = ? OR (paused_until IS NULL AND ?))";
                let updated = bind!(
                    sqlx::query(sql),
                    new.next_free_at,
                    new.paused_until,
                    to_millis(now),
                    key.to_string(),
                    expected.next_free_at,
                    expected.paused_until,
                    expected.paused_until == DateTime::UNIX_EPOCH
                )
                .changes(&mut tx)
                .await?;
                Ok(updated == 1
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
    let sql = "INSERT INTO rate_budgets (name, next_free_at, paused_until, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?)";
    let (name, now) = (key.to_string(), to_millis(now));
    let insert = bind!(sqlx::query(sql), name, new.next_free_at, new.paused_until, now, now);
    Ok(insert.insert(conn).await?.is_some())
}
