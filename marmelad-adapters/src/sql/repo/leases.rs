//! `leases`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::Leases;

use super::super::dialect::{Conn, Db};
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct NamedLeases {
    db: Db,
}

impl NamedLeases {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_acquire(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let prolonged = sqlx::query(
            "UPDATE leases SET lease_until = ?, updated_at = ? WHERE name = ? AND owner = ?",
        )
        .bind(to_millis(until))
        .bind(to_millis(now))
        .bind(name)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        let held =
            prolonged.rows_affected() == 1 || take_free(&mut tx, name, owner, now, until).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// The row stays, run out, for the next to take: a row that comes and goes would be raced for.
    async fn try_release(&self, name: &str, owner: &str) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "UPDATE leases SET owner = '', lease_until = created_at WHERE name = ? AND owner = ?",
        )
        .bind(name)
        .bind(owner)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

/// Takes a lease that nobody holds at `now`.
pub(super) async fn take_free(
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
    let added = sqlx::query("INSERT INTO leases (name, owner, lease_until, created_at, updated_at) VALUES (?, ?, ?, ?, ?)")
        .bind(name)
        .bind(owner)
        .bind(until)
        .bind(now)
        .bind(now)
        .execute(conn)
        .await;
    unless_taken(added)?.map(|_| true).ok_or(Fault::Raced)
}

#[async_trait]
impl Leases for NamedLeases {
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        retry(|| self.try_acquire(name, owner, now, until)).await
    }

    async fn release(&self, name: &str, owner: &str) -> Result<(), PortError> {
        retry(|| self.try_release(name, owner)).await
    }
}
