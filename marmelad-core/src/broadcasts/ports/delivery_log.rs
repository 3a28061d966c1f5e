//! The ledger of recipients, as workers use it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::broadcasts::{Broadcast, BroadcastStatus, MarkedRecipient, RecallStatus, SendOutcome};
use crate::delivery::Backlog;
use crate::discounts::DiscountCode;
use crate::kernel::{BroadcastId, BroadcastLogId, MessageId, PortError, TelegramId, UserId};

/// A row is `pending`, then *claimed* by one worker, then *marked* `sending` right before its call, then its outcome
/// is *recorded*. Telegram has no idempotency key, so a row that is `sending` with nobody left who waits for the
/// answer becomes `uncertain`, and is never sent again by itself.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait BroadcastLedger: Send + Sync {
    /// Broadcasts that are being sent, the oldest first.
    async fn running(&self) -> Result<Vec<Broadcast>, PortError>;

    /// Lays down the next recipients of a broadcast that is being sent. Answers whether all are laid down.
    async fn lay_out(&self, command: LayOut) -> Result<bool, PortError>;

    /// Claims rows that are to be tried now and that nobody holds, the oldest first.
    async fn claim(&self, command: ClaimRecipients) -> Result<Vec<BroadcastLogId>, PortError>;

    /// Records how tries ended and marks rows for the next ones, in one transaction.
    async fn turn(&self, command: LedgerTurn) -> Result<LedgerTurned, PortError>;

    /// Gives rows back that a turn was to mark and whose messages certainly did not go out, since nobody knows whether
    /// that turn was committed. Only those that are still this claim's and have no outcome.
    async fn unmark(&self, command: UnmarkRecipients) -> Result<(), PortError>;

    /// Lets claimed rows go that were not marked.
    async fn release(&self, claim_id: &str, now: DateTime<Utc>) -> Result<(), PortError>;

    /// Gives up waiting for answers whose time is over: `uncertain`. Answers for how many.
    async fn expire(&self, now: DateTime<Utc>) -> Result<u64, PortError>;

    /// Ends a broadcast in which nobody is left to be tried, and tells admins in `broadcasts`. False when somebody is.
    async fn finish(&self, id: BroadcastId, now: DateTime<Utc>) -> Result<bool, PortError>;

    /// Shows until when a broadcast waits; `None` = it does not.
    async fn wait_until(
        &self,
        id: BroadcastId,
        until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Broadcasts whose messages are being taken back.
    async fn recalling(&self) -> Result<Vec<Broadcast>, PortError>;

    /// Claims messages that are to be taken back. None left: the recall is over.
    async fn claim_recalls(
        &self,
        command: ClaimRecipients,
    ) -> Result<Vec<ClaimedRecall>, PortError>;

    /// Records how that went.
    async fn record_recalls(
        &self,
        claim_id: &str,
        results: Vec<(BroadcastLogId, RecallStatus)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Revokes up to `limit` unused codes of a broadcast whose recall says so, whatever became of the messages they were
    /// given for. 0: none is left.
    async fn revoke_codes(
        &self,
        id: BroadcastId,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, PortError>;

    /// What waits: rows of broadcasts that are being sent.
    async fn backlog(&self) -> Result<Backlog, PortError>;
}

/// The next recipients are to be laid down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayOut {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// At most so many.
    pub limit: u32,
    /// Whether only those get it who agreed to get offers.
    pub needs_consent: bool,
    /// The shops' zone.
    pub zone: Tz,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A worker asks for work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRecipients {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// Unique to this worker.
    pub claim_id: String,
    /// At most so many.
    pub limit: u32,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when the claim holds.
    pub lease_until: DateTime<Utc>,
}

/// What one transaction of a worker does.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerTurn {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// Whose claim.
    pub claim_id: String,
    /// How tries ended, in the order in which they did.
    pub results: Vec<RecipientResult>,
    /// Claimed rows that are to go out next.
    pub mark: Vec<BroadcastLogId>,
    /// Fresh codes to give, several for each row to mark.
    pub codes: Vec<DiscountCode>,
    /// Whether only those get it who agreed to get offers.
    pub needs_consent: bool,
    /// The shops' zone.
    pub zone: Tz,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when the answers of those marked are waited for.
    pub lease_until: DateTime<Utc>,
}

/// Rows of a turn that may or may not have been committed are to be as if it had not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmarkRecipients {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// Whose claim.
    pub claim_id: String,
    /// What that turn was to mark.
    pub rows: Vec<BroadcastLogId>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// How one try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientResult {
    /// Whose.
    pub log: BroadcastLogId,
    /// Who.
    pub user_id: UserId,
    /// How.
    pub outcome: SendOutcome,
}

/// What a turn came to.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerTurned {
    /// Marked: these go out now. Fewer than asked for when some are skipped, or the broadcast does not send any more.
    pub marked: Vec<MarkedRecipient>,
    /// Where the broadcast stands afterwards.
    pub status: BroadcastStatus,
}

/// A message to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRecall {
    /// Its row.
    pub log: BroadcastLogId,
    /// The chat.
    pub chat: TelegramId,
    /// The message.
    pub message: MessageId,
    /// When it went out.
    pub sent_at: DateTime<Utc>,
}
