//! `leases`: named leases, each held by one process at a time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::Leases;

use super::super::Store;
use super::super::dialect::Conn;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// Takes a lease that is free at `now`; `false` when it is held.
pub(in crate::sql) async fn take_free(
    conn: &mut Conn,
    name: &str,
    owner: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, Fault> {
    let (now, until) = (to_millis(now), to_millis(until));
    let sql = "UPDATE leases SET owner = ?, lease_until = ?, updated_at = ? \
               WHERE name = ? AND (lease_until <= ? OR owner = '')";
    let taken = bind!(sqlx::query(sql), owner, until, now, name, now).changes(conn).await?;
    if taken == 1 {
        return Ok(true);
    }
    let sql = "SELECT id FROM leases WHERE name = ?";
    let existing: Option<i64> =
        sqlx::query_scalar(sql).bind(name).fetch_optional(&mut *conn).await?;
    if existing.is_some() {
        return Ok(false);
    }
    let sql = "INSERT INTO leases (name, owner, lease_until, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?)";
    let insert = bind!(sqlx::query(sql), name, owner, until, now, now);
    insert.insert_new(conn).await?;
    Ok(true)
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
                let sql = "UPDATE leases SET lease_until = ?, updated_at = ? \
                           WHERE name = ? AND owner = ?";
                let prolong =
                    bind!(sqlx::query(sql), to_millis(until), to_millis(now), name, owner);
                Ok(prolong.changes(&mut tx).await? == 1
                    || take_free(&mut tx, name, owner, now, until).await?)
            })
            .await
    }

    /// The expired row stays: inserting it anew could conflict with another process.
    async fn release(&self, name: &str, owner: &str) -> Result<(), PortError> {
        let sql = "UPDATE leases SET owner = '', lease_until = created_at \
                   WHERE name = ? AND owner = ?";
        self.db.run("leases.release", || bind!(sqlx::query(sql), name, owner)).await
    }
}
