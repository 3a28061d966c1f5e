//! `processes`: the heartbeats of running processes.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::{ProcessRegistry, ProcessReport};

use super::super::Store;
use crate::sql::fault::{Fault, unless_taken};

/// A process without a heartbeat for this long is deleted.
const DELETED_AFTER: Duration = Duration::days(1);

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
impl ProcessRegistry for Store {
    async fn report(&self, process: ProcessReport, now: DateTime<Utc>) -> Result<(), PortError> {
        let now = to_millis(now);
        self.db
            .transaction("processes.report", async |mut tx| {
                let again = sqlx::query(
                    "UPDATE processes SET seen_at = ?, updated_at = ? WHERE \
                     process_id = ?",
                )
                .bind(now)
                .bind(now)
                .bind(&process.id)
                .execute(&mut *tx)
                .await?;
                if again.rows_affected() == 0 {
                    let added = sqlx::query(
                        "INSERT INTO processes (process_id, name, roles, zone, version, \
                         started_at, seen_at, created_at, \
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
                    unless_taken(added)?.ok_or(Fault::Conflict)?;
                    // A new process deletes those that ended without reporting it.
                    sqlx::query("DELETE FROM processes WHERE seen_at < ?")
                        .bind(now - DELETED_AFTER)
                        .execute(&mut *tx)
                        .await?;
                }
                Ok(())
            })
            .await
    }

    async fn leave(&self, id: &str) -> Result<(), PortError> {
        self.db
            .transaction("processes.leave", async |mut tx| {
                sqlx::query("DELETE FROM processes WHERE process_id = ?")
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
                Ok(())
            })
            .await
    }

    async fn seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, PortError> {
        self.db
            .read("processes.seen_since", async |mut conn| {
                let rows: Vec<Row> = sqlx::query_as(
                    "SELECT process_id, name, roles, zone, version, started_at FROM processes \
                     WHERE seen_at >= ? \
                     ORDER BY started_at, id",
                )
                .bind(to_millis(since))
                .fetch_all(&mut *conn)
                .await?;
                Ok(rows.into_iter().map(ProcessReport::from).collect())
            })
            .await
    }
}
