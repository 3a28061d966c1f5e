//! One transaction of a worker: how the last tries ended, and who is next.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    BroadcastStatus, LedgerTurn, LedgerTurned, RecipientStatus, StopReason,
};
use marmelad_core::kernel::{BroadcastId, to_millis};

use super::super::super::dialect::{Conn, Db};
use super::super::broadcasts::{lock, stop_locked};
use super::{mark, record};
use crate::sql::fault::Fault;

pub(super) async fn turn(db: &Db, command: &LedgerTurn) -> Result<LedgerTurned, Fault> {
    let mut tx = db.begin().await?;
    record::mark_blocked_clients(&mut tx, command).await?;
    let held = record::held(&mut tx, command).await?;
    let Some(broadcast) = lock(&mut tx, command.id).await? else {
        return Err(Fault::Raced);
    };
    let mut tally = Tally::default();
    let mut stop = record::record(&mut tx, command, &held, &mut tally).await?;
    let may_send = broadcast.status == BroadcastStatus::Sending && stop.is_none();
    let mut marked = Vec::new();
    if may_send && !command.mark.is_empty() {
        (marked, stop) = mark::mark(&mut tx, command, &broadcast, &mut tally).await?;
    }
    tally.write(&mut tx, command.id, command.now).await?;
    let mut status = broadcast.status;
    // What somebody held or gave up meanwhile stays so.
    if let Some(reason) = stop.filter(|_| status == BroadcastStatus::Sending) {
        stop_locked(&mut tx, &broadcast, &reason, command.now).await?;
        status = reason.code.status();
    }
    tx.commit().await?;
    Ok(LedgerTurned { marked, status })
}

/// By how much the counters change. They always equal the rows, so both change in one transaction.
#[derive(Debug, Default)]
pub(super) struct Tally {
    success: i64,
    failed: i64,
    blocked: i64,
    skipped: i64,
    uncertain: i64,
}

impl Tally {
    /// A row goes from one state to another.
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
        let changes = [
            self.success,
            self.failed,
            self.blocked,
            self.skipped,
            self.uncertain,
        ];
        if changes.iter().all(|change| *change == 0) {
            return Ok(());
        }
        sqlx::query(
            "UPDATE broadcasts SET success_count = success_count + ?, failed_count = failed_count + ?, \
             blocked_count = blocked_count + ?, skipped_count = skipped_count + ?, \
             uncertain_count = uncertain_count + ?, updated_at = ? WHERE id = ?",
        )
        .bind(self.success)
        .bind(self.failed)
        .bind(self.blocked)
        .bind(self.skipped)
        .bind(self.uncertain)
        .bind(to_millis(now))
        .bind(id.0)
        .execute(conn)
        .await?;
        Ok(())
    }
}

/// What stops the broadcast, if anything does.
pub(super) type Stop = Option<StopReason>;
