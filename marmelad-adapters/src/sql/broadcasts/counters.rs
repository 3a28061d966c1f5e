//! The counters of a broadcast, which equal the numbers of its recipients by status.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{RecipientStatus, StopReason};
use marmelad_core::kernel::{BroadcastId, to_millis};

use super::super::dialect::Conn;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// By how much the counters change. Rows and counters change in one transaction.
#[derive(Debug, Default)]
pub(super) struct CounterChanges {
    success: i64,
    failed: i64,
    blocked: i64,
    skipped: i64,
    uncertain: i64,
}

impl CounterChanges {
    /// Counts a row that goes from one status to another.
    pub(super) fn moved(&mut self, from: RecipientStatus, to: RecipientStatus) {
        self.add(from, -1);
        self.add(to, 1);
    }

    fn add(&mut self, status: RecipientStatus, by: i64) {
        match status {
            RecipientStatus::Success => self.success += by,
            RecipientStatus::Failed => self.failed += by,
            RecipientStatus::Blocked => self.blocked += by,
            RecipientStatus::Skipped => self.skipped += by,
            RecipientStatus::Uncertain => self.uncertain += by,
            RecipientStatus::Pending | RecipientStatus::Sending => {}
        }
    }

    pub(super) async fn write(
        &self,
        conn: &mut Conn,
        id: BroadcastId,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let changes = [self.success, self.failed, self.blocked, self.skipped, self.uncertain];
        if changes.iter().all(|change| *change == 0) {
            return Ok(());
        }
        let sql = "UPDATE broadcasts SET \
             success_count = success_count + ?, failed_count = failed_count + ?, \
             blocked_count = blocked_count + ?, skipped_count = skipped_count + ?, \
             uncertain_count = uncertain_count + ?, updated_at = ? WHERE id = ?";
        bind!(
            sqlx::query(sql),
            self.success,
            self.failed,
            self.blocked,
            self.skipped,
            self.uncertain,
            to_millis(now),
            id.0
        )
        .run(conn)
        .await?;
        Ok(())
    }
}

/// Why the broadcast stops, if it does.
pub(super) type Stop = Option<StopReason>;
