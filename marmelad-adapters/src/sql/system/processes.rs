//! `processes`: the heartbeats of running processes.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::{PortError, to_millis};
use marmelad_core::system::{ProcessRegistry, ProcessReport};

use super::super::Store;
use super::super::statement::{Statement, bind};

/// A process without a heartbeat for this long is deleted.
const DELETED_AFTER: Duration = Duration::days(1);

/// The columns of a process, in the order of [`ProcessReport`].
type Row = (String, String, String, String, String, DateTime<Utc>);

fn process((id, name, roles, zone, version, started_at): Row) -> ProcessReport {
    ProcessReport { id, name, roles, zone, version, started_at }
}

#[async_trait]
impl ProcessRegistry for Store {
    async fn report(&self, process: ProcessReport, now: DateTime<Utc>) -> Result<(), PortError> {
        let now = to_millis(now);
        self.db
            .transaction("processes.report", async |mut tx| {
                let sql = "UPDATE processes SET seen_at = ?, updated_at = ? WHERE process_id = ?";
                let again = bind!(sqlx::query(sql), now, now, &process.id).changes(&mut tx).await?;
                if again == 0 {
                    let sql = "INSERT INTO processes (process_id, name, roles, zone, version, \
                               started_at, seen_at, created_at, updated_at) \
                               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
                    bind!(
                        sqlx::query(sql),
                        &process.id,
                        &process.name,
                        &process.roles,
                        &process.zone,
                        &process.version,
                        to_millis(process.started_at),
                        now,
                        now,
                        now
                    )
                    .insert_new(&mut tx)
                    .await?;
                    // A new process deletes those that ended without reporting it.
                    let sql = "DELETE FROM processes WHERE seen_at < ?";
                    sqlx::query(sql).bind(now - DELETED_AFTER).run(&mut tx).await?;
                }
                Ok(())
            })
            .await
    }

    async fn leave(&self, id: &str) -> Result<(), PortError> {
        let sql = "DELETE FROM processes WHERE process_id = ?";
        self.db.run("processes.leave", || sqlx::query(sql).bind(id)).await
    }

    async fn seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, PortError> {
        self.db
            .read("processes.seen_since", async |mut conn| {
                let sql = "SELECT process_id, name, roles, zone, version, started_at \
                           FROM processes WHERE seen_at >= ? ORDER BY started_at, id";
                let rows: Vec<Row> =
                    sqlx::query_as(sql).bind(to_millis(since)).fetch_all(&mut *conn).await?;
                Ok(rows.into_iter().map(process).collect())
            })
            .await
    }
}
