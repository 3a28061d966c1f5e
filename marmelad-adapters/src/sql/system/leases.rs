//! `leases`: named leases, each held by one process at a time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::Leases;

use super::super::Store;
use super::super::dialect::Conn;
use crate::sql::fault::{Fault, unless_taken};

/// Takes a lease that is free at `now`; `false` when it is held.
pub(in crate::sql) async fn take_free(
    conn: &mut Conn,
    name: &str,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, Fault> {
    let (now, until) = (to_millis(now), to_millis(until));
    let taken = sqlx::query(
        "UPDATE leases SET owner = ?, lease_until = ?, updated_at = ? \
         WHERE name = ? AND (lease_until <= ? OR owner = '')",
    )
    .bind(owner)
    .bind(until)
    .bind(now)
    .bind(name)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() == 1 {
        return Ok(true);
    }
    let existing: Option<i64> = sqlx::query_scalar("SELECT id FROM leases WHERE name = ?")
        .bind(name)
        .fetch_optional(&mut *conn)
        .await?;
    if existing.is_some() {
        return Ok(false);
    }
    let added = sqlx::query(
        "INSERT INTO leases (name, owner, lease_until, created_at, \
     updated_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(name)
    .bind(owner)
    .bind(until)
    .bind(now)
    .bind(now)
    .execute(conn)
    .await;
    unless_taken(added)?.map(|_| true).ok_or(Fault::Conflict)
}

#[async_trait]
impl Leases for Store {
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        self.db
            .transaction("leases.acquire", async |mut tx| {
                let prolonged = sqlx::query(
                    "UPDATE leases SET lease_until = ?, updated_at = ? WHERE name = ? AND owner \
                     = ?",
                )
                .bind(to_millis(until))
                .bind(to_millis(now))
                .bind(name)
                .bind(owner)
                .execute(&mut *tx)
                .await?;
                let held = prolonged.rows_affected() == 1
                    || take_free(&mut tx, name, owner, now, until).await?;
                Ok(held)
            })
            .await
    }

    /// The expired row stays: inserting it anew could conflict with another process.
    async fn release(&self, name: &str, owner: &str) -> Result<(), PortError> {
        self.db
            .transaction("leases.release", async |mut tx| {
                sqlx::query(
                    "UPDATE leases SET owner = '', lease_until = created_at WHERE name = ? AND \
                     owner = ?",
                )
                .bind(name)
                .bind(owner)
                .execute(&mut *tx)
                .await?;
                Ok(())
            })
            .await
    }
}
