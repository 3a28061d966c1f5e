//! `broadcast_logs`: the ledger that keeps a message from being sent twice.
//!
//! Whoever writes several of these locks them in this order: clients, recipients' rows, the broadcast, the template,
//! codes, the audit log.

mod claim;
mod finish;
mod lay_out;
mod mark;
mod recalls;
mod record;
mod rounds;
mod turn;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    Broadcast, BroadcastLedger, ClaimRecipients, ClaimedRecall, LayOut, LedgerTurn, LedgerTurned,
    RecallStatus, UnmarkRecipients,
};
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, PortError, to_millis};

use super::super::dialect::Db;
use super::broadcasts::{all, select_broadcast};
use crate::sql::fault::{Fault, retry};

pub(super) struct Ledger {
    db: Db,
}

impl Ledger {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_wait_until(
        &self,
        id: BroadcastId,
        until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "UPDATE broadcasts SET waiting_until = ?, updated_at = ? WHERE id = ? AND status = 'sending'",
        )
        .bind(until.map(to_millis))
        .bind(to_millis(now))
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// By the counters, which are what the rows say: to count a million rows would cost too much. A broadcast keeps its
    /// own pace, so none of its recipients is late.
    async fn try_backlog(&self) -> Result<Backlog, Fault> {
        let broadcasts = all(&self.db, RUNNING, None).await?;
        let left = broadcasts
            .iter()
            .map(|broadcast| u64::from(broadcast.left()));
        Ok(Backlog {
            depth: left.sum(),
            due_since: None,
        })
    }
}

const RUNNING: &str = select_broadcast!("WHERE status = 'sending' ORDER BY started_at, id");
const RECALLING: &str = select_broadcast!(
    "WHERE recall_finished_at IS NULL AND recall_requested_at IS NOT NULL AND status <> 'sending' ORDER BY id"
);

#[async_trait]
impl BroadcastLedger for Ledger {
    async fn running(&self) -> Result<Vec<Broadcast>, PortError> {
        Ok(all(&self.db, RUNNING, None).await?)
    }

    async fn lay_out(&self, command: LayOut) -> Result<bool, PortError> {
        retry(|| lay_out::lay_out(&self.db, &command)).await
    }

    async fn claim(&self, command: ClaimRecipients) -> Result<Vec<BroadcastLogId>, PortError> {
        retry(|| claim::claim(&self.db, &command)).await
    }

    async fn turn(&self, command: LedgerTurn) -> Result<LedgerTurned, PortError> {
        retry(|| turn::turn(&self.db, &command)).await
    }

    async fn unmark(&self, command: UnmarkRecipients) -> Result<(), PortError> {
        retry(|| mark::unmark(&self.db, &command)).await
    }

    async fn release(&self, claim_id: &str, now: DateTime<Utc>) -> Result<(), PortError> {
        retry(|| claim::release(&self.db, claim_id, now)).await
    }

    async fn expire(&self, now: DateTime<Utc>) -> Result<u64, PortError> {
        retry(|| finish::expire(&self.db, now)).await
    }

    async fn finish(&self, id: BroadcastId, now: DateTime<Utc>) -> Result<bool, PortError> {
        retry(|| finish::finish(&self.db, id, now)).await
    }

    async fn wait_until(
        &self,
        id: BroadcastId,
        until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| self.try_wait_until(id, until, now)).await
    }

    async fn recalling(&self) -> Result<Vec<Broadcast>, PortError> {
        Ok(all(&self.db, RECALLING, None).await?)
    }

    async fn claim_recalls(
        &self,
        command: ClaimRecipients,
    ) -> Result<Vec<ClaimedRecall>, PortError> {
        retry(|| recalls::claim(&self.db, &command)).await
    }

    async fn record_recalls(
        &self,
        claim_id: &str,
        results: Vec<(BroadcastLogId, RecallStatus)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| recalls::record(&self.db, claim_id, &results, now)).await
    }

    async fn revoke_codes(
        &self,
        id: BroadcastId,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, PortError> {
        retry(|| recalls::revoke(&self.db, id, limit, now)).await
    }

    async fn backlog(&self) -> Result<Backlog, PortError> {
        Ok(self.try_backlog().await?)
    }
}
