//! `processes`.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::{ProcessRegistry, ProcessReport};

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry, unless_taken};

/// A process that was silent for so long is not kept in mind.
const FORGOTTEN_AFTER: Duration = Duration::days(1);

pub(super) struct Processes {
    db: Db,
}

impl Processes {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_report(&self, process: &ProcessReport, now: DateTime<Utc>) -> Result<(), Fault> {
        let now = to_millis(now);
        let mut tx = self.db.begin().await?;
        let again =
            sqlx::query("UPDATE processes SET seen_at = ?, updated_at = ? WHERE process_id = ?")
                .bind(now)
                .bind(now)
                .bind(&process.id)
                .execute(&mut *tx)
                .await?;
        if again.rows_affected() == 0 {
            let added = sqlx::query(
                "INSERT INTO processes (process_id, name, roles, zone, version, started_at, seen_at, created_at, \
                 updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&process.id)
            .bind(&process.name)
            .bind(&process.roles)
            .bind(&process.zone)
            .bind(&process.version)
            .bind(to_millis(process.started_at))
            .bind(now)
            .bind(now)
            .bind(now)
            .execute(&mut *tx)
            .await;
            unless_taken(added)?.ok_or(Fault::Raced)?;
            // Whoever comes sweeps up after those who went without a word.
            sqlx::query("DELETE FROM processes WHERE seen_at < ?")
                .bind(now - FORGOTTEN_AFTER)
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    async fn try_leave(&self, id: &str) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query("DELETE FROM processes WHERE process_id = ?")
            .bind(id)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn try_seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT process_id, name, roles, zone, version, started_at FROM processes WHERE seen_at >= ? \
             ORDER BY started_at, id",
        )
        .bind(to_millis(since))
        .fetch_all(&mut *self.db.reader().await?)
        .await?;
        Ok(rows.into_iter().map(ProcessReport::from).collect())
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    process_id: String,
    name: String,
    roles: String,
    zone: String,
    version: String,
    started_at: DateTime<Utc>,
}

impl From<Row> for ProcessReport {
    fn from(row: Row) -> Self {
        Self {
            id: row.process_id,
            name: row.name,
            roles: row.roles,
            zone: row.zone,
            version: row.version,
            started_at: row.started_at,
        }
    }
}

#[async_trait]
impl ProcessRegistry for Processes {
    async fn report(&self, process: ProcessReport, now: DateTime<Utc>) -> Result<(), PortError> {
        retry(|| self.try_report(&process, now)).await
    }

    async fn leave(&self, id: &str) -> Result<(), PortError> {
        retry(|| self.try_leave(id)).await
    }

    async fn seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, PortError> {
        Ok(self.try_seen_since(since).await?)
    }
}
