//! `rate_budgets`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{RateKey, RateState};
use marmelad_core::kernel::{PortError, to_millis};

use super::super::dialect::{Conn, Db};
use crate::rate_limiter::RateStore;
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct RateBudgets {
    db: Db,
}

impl RateBudgets {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_load(&self, key: RateKey) -> Result<RateState, Fault> {
        let mut conn = self.db.reader().await?;
        let stored: Option<(DateTime<Utc>, Option<DateTime<Utc>>)> =
            sqlx::query_as("SELECT next_free_at, paused_until FROM rate_budgets WHERE name = ?")
                .bind(key.to_string())
                .fetch_optional(&mut *conn)
                .await?;
        Ok(
            stored.map_or_else(RateState::default, |(next_free_at, paused_until)| {
                RateState {
                    next_free_at,
                    paused_until: paused_until.unwrap_or_default(),
                }
            }),
        )
    }

    async fn try_replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let updated = sqlx::query(
            "UPDATE rate_budgets SET next_free_at = ?, paused_until = ?, updated_at = ? \
             WHERE name = ? AND next_free_at = ? AND (paused_until = ? OR (paused_until IS NULL AND ?))",
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
        let is_replaced = updated.rows_affected() == 1
            || (expected == RateState::default() && insert(&mut tx, key, new, now).await?);
        tx.commit().await?;
        Ok(is_replaced)
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

#[async_trait]
impl RateStore for RateBudgets {
    async fn load(&self, key: RateKey) -> Result<RateState, PortError> {
        retry(|| self.try_load(key)).await
    }

    async fn replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        retry(|| self.try_replace(key, expected, new, now)).await
    }
}
