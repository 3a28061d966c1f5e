//! The delivery log: one row per recipient of a broadcast, as the worker uses it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::broadcasts::{Broadcast, BroadcastStatus, MarkedRecipient, RecallStatus, SendOutcome};
use crate::delivery::Backlog;
use crate::discounts::DiscountCode;
use crate::kernel::{Address, BroadcastId, BroadcastLogId, ClientId, MessageId, PortError};

/// A row is `pending`, then *claimed* by one worker, then *marked* as `sending` right before the call
/// of Telegram, and finally gets its *recorded* outcome. Telegram has no idempotency key: a `sending`
/// row whose answer nobody awaits any more becomes `uncertain` and is never sent again automatically.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DeliveryLog: Send + Sync {
    /// Broadcasts in state `sending`, oldest first.
    async fn running(&self) -> Result<Vec<Broadcast>, PortError>;

    /// Fan-out: writes rows for the next recipients. True when all recipients have a row.
    async fn fan_out(&self, command: FanOut) -> Result<bool, PortError>;

    /// Claims `pending` rows that are due and unclaimed, oldest first.
    async fn claim(&self, command: ClaimRecipients) -> Result<Vec<BroadcastLogId>, PortError>;

    /// Records outcomes and marks rows for the next attempts, in one transaction.
    async fn turn(&self, command: RecordAndMark) -> Result<RecordedAndMarked, PortError>;

    /// Returns rows to `pending` after a call of [`Self::turn`] that may or may not have committed.
    /// Only rows of this claim without an outcome, whose messages were certainly not sent.
    async fn unmark(&self, command: UnmarkRecipients) -> Result<(), PortError>;

    /// Releases claimed rows that were not marked.
    async fn release(&self, claim_id: &str, now: DateTime<Utc>) -> Result<(), PortError>;

    /// Marks `sending` rows with an overdue answer as `uncertain`. Returns their number.
    async fn expire(&self, now: DateTime<Utc>) -> Result<u64, PortError>;

    /// Finishes a broadcast without pending rows and notifies admins with `broadcasts`. False when rows are left.
    async fn finish(&self, id: BroadcastId, now: DateTime<Utc>) -> Result<bool, PortError>;

    /// Stores the end of the quiet hours that pause the broadcast; `None` = no pause.
    async fn wait_until(
        &self,
        id: BroadcastId,
        until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Broadcasts with an unfinished recall.
    async fn recalling(&self) -> Result<Vec<Broadcast>, PortError>;

    /// Claims messages to delete. When none is left, the recall is finished.
    async fn claim_recalls(
        &self,
        command: ClaimRecipients,
    ) -> Result<Vec<ClaimedRecall>, PortError>;

    /// Records the outcomes of deletions.
    async fn record_recalls(
        &self,
        claim_id: &str,
        results: Vec<(BroadcastLogId, RecallStatus)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Revokes up to `limit` unused codes of a broadcast whose recall revokes codes, whatever the
    /// outcome of their messages. Returns the number of revoked codes.
    async fn revoke_codes(
        &self,
        id: BroadcastId,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, PortError>;

    /// Number and age of waiting rows of all running broadcasts.
    async fn backlog(&self) -> Result<Backlog, PortError>;
}

/// A portion of the fan-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FanOut {
    pub id: BroadcastId,
    /// Rows written at most.
    pub limit: u32,
    /// Whether consent to marketing is required.
    pub needs_consent: bool,
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

/// A worker's claim of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRecipients {
    pub id: BroadcastId,
    /// Unique to the worker that claims; the recorded results must carry the same id.
    pub claim_id: String,
    /// Rows claimed at most.
    pub limit: u32,
    pub now: DateTime<Utc>,
    /// When the claim expires.
    pub lease_until: DateTime<Utc>,
}

/// One transaction of a worker.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordAndMark {
    pub id: BroadcastId,
    pub claim_id: String,
    /// Outcomes in the order in which they occurred.
    pub results: Vec<RecipientResult>,
    /// Claimed rows to mark as `sending`.
    pub mark: Vec<BroadcastLogId>,
    /// Fresh codes, several per marked row because some may be taken.
    pub codes: Vec<DiscountCode>,
    /// Whether consent to marketing is required.
    pub needs_consent: bool,
    pub zone: Tz,
    pub now: DateTime<Utc>,
    /// Until when the answers for the marked rows are awaited.
    pub lease_until: DateTime<Utc>,
}

/// Rows to return to `pending`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmarkRecipients {
    pub id: BroadcastId,
    pub claim_id: String,
    /// The rows that the failed call was to mark.
    pub rows: Vec<BroadcastLogId>,
    pub now: DateTime<Utc>,
}

/// Outcome of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientResult {
    pub log: BroadcastLogId,
    pub user_id: ClientId,
    pub outcome: SendOutcome,
}

/// Result of one call of [`DeliveryLog::turn`].
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedAndMarked {
    /// Rows that were marked and are sent now. Fewer than requested when some are skipped or the
    /// broadcast no longer sends.
    pub marked: Vec<MarkedRecipient>,
    /// The broadcast's state afterwards.
    pub status: BroadcastStatus,
}

/// A delivered message to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRecall {
    pub log: BroadcastLogId,
    pub chat: Address,
    pub message: MessageId,
    /// When Telegram accepted the message.
    pub sent_at: DateTime<Utc>,
}
