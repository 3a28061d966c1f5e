//! The port of stored broadcasts.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::audit::AuditEntry;
use crate::broadcasts::{
    Audience, AudienceCount, Broadcast, BroadcastList, BroadcastMove, BroadcastStatus,
    BroadcastTerms, Excluded, RecipientFilter, RecipientList, RecipientLog, RecipientStatus,
    StopReason,
};
use crate::discounts::{DiscountCode, Template};
use crate::kernel::{AdminId, BroadcastId, ClientId, Moment, Money, Page, PortError};
use crate::people::User;

/// Stores broadcasts and reads their recipients.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait BroadcastRepo: Send + Sync {
    /// Finds a broadcast by its id.
    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, PortError>;

    /// A page of broadcasts.
    async fn list(&self, list: BroadcastList) -> Result<Page<Broadcast>, PortError>;

    /// Scheduled broadcasts that are due at `now`.
    async fn due(&self, now: DateTime<Utc>) -> Result<Vec<Broadcast>, PortError>;

    /// Adds a draft. With a known `key`, returns the broadcast added with this key in its current
    /// state and writes nothing.
    async fn add(&self, command: SaveBroadcast) -> Result<Broadcast, PortError>;

    /// Replaces the terms of a broadcast that has not started, if the terms still equal `seen`, and
    /// moves the broadcast from state `from` to state `to`.
    async fn replace(
        &self,
        command: ReplaceBroadcast,
    ) -> Result<ReplaceBroadcastOutcome, PortError>;

    async fn delete(
        &self,
        id: BroadcastId,
        audit: AuditEntry,
        now: DateTime<Utc>,
    ) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Makes a move, if it is allowed from the broadcast's state.
    async fn advance(&self, command: MoveBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Stops a broadcast that is still in state `from`, and raises an alert.
    async fn stop(&self, command: StopBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Exact number of recipients and of clients left out.
    async fn count_audience(&self, reach: Reach) -> Result<AudienceCount, PortError>;

    /// Up to `limit` recipients of the audience.
    async fn sample_audience(&self, reach: Reach, limit: u32) -> Result<Vec<User>, PortError>;

    /// A page of a broadcast's recipients.
    async fn recipients(&self, list: RecipientList) -> Result<Page<RecipientLog>, PortError>;

    /// The first `limit` recipients after the given one that match the filter, ordered by
    /// `users.id`. Used to read all recipients in portions.
    async fn recipients_portion(
        &self,
        id: BroadcastId,
        filter: &RecipientFilter,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<RecipientLog>, PortError>;

    /// Queues the message to a few test recipients, who do not count as recipients.
    async fn test(&self, command: TestBroadcast) -> Result<(), PortError>;

    /// Starts a retry of a finished broadcast: rows with the given outcomes become `pending`.
    async fn retry(&self, command: RetryBroadcast) -> Result<RetryBroadcastOutcome, PortError>;

    /// Requests the recall of a broadcast that is not sending.
    async fn recall(&self, command: RecallBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Codes, redemptions and revenue of a broadcast.
    async fn money_trail(&self, id: BroadcastId) -> Result<MoneyTrail, PortError>;
}

/// A new broadcast with checked terms.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveBroadcast {
    pub terms: BroadcastTerms,
    /// The author, if an admin.
    pub admin_id: Option<AdminId>,
    /// Idempotency key of the request, at most 160 bytes.
    pub key: Option<String>,
    /// Written in the same transaction; the store adds `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// An edit or move of a broadcast that has not started.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplaceBroadcast {
    pub id: BroadcastId,
    /// The terms that the edit is based on.
    pub seen: BroadcastTerms,
    /// Required state: `Draft` or `Scheduled`.
    pub from: BroadcastStatus,
    /// New state: `Draft` or `Scheduled`.
    pub to: BroadcastStatus,
    /// The terms after the edit.
    pub terms: BroadcastTerms,
    /// For a scheduled broadcast: who is left out.
    pub excluded: Option<Excluded>,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A move that staff or the scheduler request.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveBroadcast {
    pub id: BroadcastId,
    pub wanted: BroadcastMove,
    /// For `Schedule`: the planned start.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// For the start of a scheduled broadcast: its planned time. A broadcast rescheduled or
    /// unscheduled meanwhile does not start.
    pub due_at: Option<DateTime<Utc>>,
    /// For `Start`: who is left out.
    pub excluded: Option<Excluded>,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A stop by the system.
#[derive(Debug, Clone, PartialEq)]
pub struct StopBroadcast {
    pub id: BroadcastId,
    /// State that the broadcast must have.
    pub from: BroadcastStatus,
    /// For a scheduled broadcast: its planned time. A broadcast rescheduled meanwhile is not stopped.
    pub due_at: Option<DateTime<Utc>>,
    pub reason: StopReason,
    pub now: DateTime<Utc>,
}

/// Result of a change of a broadcast.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeBroadcastOutcome {
    /// The broadcast after the change; a deleted one as it was before.
    Changed(Box<Broadcast>),
    NotFound,
    /// The change is not allowed in this state.
    WrongState(BroadcastStatus),
}

/// Result of replacing a broadcast's terms.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplaceBroadcastOutcome {
    /// The broadcast after the change.
    Replaced(Box<Broadcast>),
    /// The terms differ from `seen`: somebody else edited the broadcast.
    Overtaken,
    NotFound,
    /// The broadcast is not in the required state.
    WrongState(BroadcastStatus),
}

/// The audience with everything needed to select it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    pub audience: Audience,
    /// The reference time for ages and relative periods.
    pub moment: Moment,
    /// Whether consent to marketing is required.
    pub needs_consent: bool,
}

/// A test send to a few people.
#[derive(Debug, Clone, PartialEq)]
pub struct TestBroadcast {
    pub id: BroadcastId,
    pub users: Vec<User>,
    /// Template of the test codes, which do not count against its budget.
    pub template: Option<Template>,
    /// Fresh codes to try for each recipient.
    pub codes: Vec<Vec<DiscountCode>>,
    pub zone: Tz,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A retry of a finished broadcast.
#[derive(Debug, Clone, PartialEq)]
pub struct RetryBroadcast {
    pub id: BroadcastId,
    /// Outcomes to retry: `Failed`, `Uncertain` or both.
    pub statuses: BTreeSet<RecipientStatus>,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of requesting a retry.
#[derive(Debug, Clone, PartialEq)]
pub enum RetryBroadcastOutcome {
    /// This many recipients are pending again.
    Queued {
        count: u64,
        /// The broadcast after the change.
        broadcast: Box<Broadcast>,
    },
    /// No recipient has one of these outcomes.
    Nobody,
    NotFound,
    /// The broadcast is not finished.
    WrongState(BroadcastStatus),
}

/// A recall of delivered messages.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallBroadcast {
    pub id: BroadcastId,
    /// Whether unused codes are revoked as well.
    pub revoke_codes: bool,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Codes, redemptions and revenue of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneyTrail {
    pub codes_issued: u64,
    /// Issued codes with a redemption that was not undone.
    pub codes_redeemed: u64,
    /// Sum of the purchases with these codes, before the discount.
    pub revenue: Money,
    /// Sum of the discounts in these purchases.
    pub discount: Money,
}
