//! Broadcasts: written, moved on, looked at.

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
use crate::kernel::{AdminId, BroadcastId, Moment, Money, Page, PortError, UserId};
use crate::people::User;

/// Stores broadcasts.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait BroadcastRepo: Send + Sync {
    /// By id.
    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, PortError>;

    /// A part of a list.
    async fn list(&self, list: BroadcastList) -> Result<Page<Broadcast>, PortError>;

    /// Scheduled ones whose time has come.
    async fn due(&self, now: DateTime<Utc>) -> Result<Vec<Broadcast>, PortError>;

    /// Adds a draft. With a `key` seen before, the broadcast that was added with it is answered as it is now, and
    /// nothing is written.
    async fn add(&self, command: SaveBroadcast) -> Result<Broadcast, PortError>;

    /// Replaces what a broadcast that has not begun says, if that is still what was `seen`, and moves it `from` where it
    /// stands `to` where it is wanted.
    async fn replace(
        &self,
        command: ReplaceBroadcast,
    ) -> Result<ReplaceBroadcastOutcome, PortError>;

    /// Deletes a draft.
    async fn delete(
        &self,
        id: BroadcastId,
        audit: AuditEntry,
        now: DateTime<Utc>,
    ) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Moves a broadcast on, when it stands where that is allowed.
    async fn advance(&self, command: MoveBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// Stops a broadcast by itself, when it still stands at `from`; admins in `alerts` are told.
    async fn stop(&self, command: StopBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// How many get it, exactly, and how many of those meant do not.
    async fn count_audience(&self, reach: Reach) -> Result<AudienceCount, PortError>;

    /// Some of those who get it.
    async fn sample_audience(&self, reach: Reach, limit: u32) -> Result<Vec<User>, PortError>;

    /// A part of a list of recipients.
    async fn recipients(&self, list: RecipientList) -> Result<Page<RecipientLog>, PortError>;

    /// The first `limit` recipients after one that a filter means, in the order of `users.id`: for whoever takes all of
    /// them, however many, a portion at a time.
    async fn recipients_portion(
        &self,
        id: BroadcastId,
        filter: &RecipientFilter,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<RecipientLog>, PortError>;

    /// Queues a broadcast's message to a few people who do not count as its recipients.
    async fn test(&self, command: TestBroadcast) -> Result<(), PortError>;

    /// Has a finished broadcast sent to those whom it missed: their rows are as new.
    async fn retry(&self, command: RetryBroadcast) -> Result<RetryBroadcastOutcome, PortError>;

    /// Has the messages of a broadcast that stands still taken back.
    async fn recall(&self, command: RecallBroadcast) -> Result<ChangeBroadcastOutcome, PortError>;

    /// What became of its codes.
    async fn money_trail(&self, id: BroadcastId) -> Result<MoneyTrail, PortError>;
}

/// A new broadcast as somebody wrote it, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveBroadcast {
    /// What they wrote.
    pub terms: BroadcastTerms,
    /// Who, if an admin.
    pub admin_id: Option<AdminId>,
    /// By which a repetition is known; ≤ 160 bytes.
    pub key: Option<String>,
    /// Written with it; `entity_id` is filled in by the store.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A broadcast that has not begun is to say something else, checked, or to stand elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplaceBroadcast {
    /// Which broadcast.
    pub id: BroadcastId,
    /// What it must still say.
    pub seen: BroadcastTerms,
    /// Where it must stand: `Draft` or `Scheduled`.
    pub from: BroadcastStatus,
    /// Where it stands afterwards: `Draft` or `Scheduled`.
    pub to: BroadcastStatus,
    /// What it says afterwards.
    pub terms: BroadcastTerms,
    /// Of a scheduled one: who is left out.
    pub excluded: Option<Excluded>,
    /// Written with it.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A move that somebody wants.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveBroadcast {
    /// Which broadcast.
    pub id: BroadcastId,
    /// Whereto.
    pub wanted: BroadcastMove,
    /// Of `Schedule`: when.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Of a start by itself: the time it was scheduled for. Scheduled anew or taken back since, it does not begin.
    pub due_at: Option<DateTime<Utc>>,
    /// Of `Start`: who is left out.
    pub excluded: Option<Excluded>,
    /// Written with it.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A broadcast stops by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct StopBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// Where it must stand.
    pub from: BroadcastStatus,
    /// Of one that was to begin by itself: the time it was scheduled for. Scheduled anew since, it is not stopped.
    pub due_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: StopReason,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of changing a broadcast.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeBroadcastOutcome {
    /// As it is now; of a deleted one, as it was.
    Changed(Box<Broadcast>),
    /// No such broadcast.
    NotFound,
    /// It stands where this cannot be done.
    WrongState(BroadcastStatus),
}

/// What came of replacing what a broadcast says.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplaceBroadcastOutcome {
    /// As it is now.
    Replaced(Box<Broadcast>),
    /// It says something else than what was seen: somebody changed it meanwhile.
    Overtaken,
    /// No such broadcast.
    NotFound,
    /// It does not stand there any more.
    WrongState(BroadcastStatus),
}

/// Whom a broadcast would reach now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Who is meant.
    pub audience: Audience,
    /// What ages and "so many days ago" are reckoned by.
    pub moment: Moment,
    /// Whether only those get it who agreed to get offers.
    pub needs_consent: bool,
}

/// A broadcast is to go to a few people beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct TestBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// Who gets it.
    pub users: Vec<User>,
    /// By which they get test codes. Those take nothing from its budget.
    pub template: Option<Template>,
    /// Fresh codes to try for each of them.
    pub codes: Vec<Vec<DiscountCode>>,
    /// The shops' zone.
    pub zone: Tz,
    /// Written with it.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Those whom a broadcast missed are to get it after all.
#[derive(Debug, Clone, PartialEq)]
pub struct RetryBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// Of `Failed`, `Uncertain`.
    pub statuses: BTreeSet<RecipientStatus>,
    /// Written with it.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum RetryBroadcastOutcome {
    /// So many are to get it.
    Queued {
        /// How many.
        count: u64,
        /// As it is now.
        broadcast: Box<Broadcast>,
    },
    /// Nobody was missed in that way.
    Nobody,
    /// No such broadcast.
    NotFound,
    /// It is not finished.
    WrongState(BroadcastStatus),
}

/// Messages are to be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallBroadcast {
    /// Whose.
    pub id: BroadcastId,
    /// Whether unused codes are revoked too.
    pub revoke_codes: bool,
    /// Written with it.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What a broadcast brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneyTrail {
    /// Codes given.
    pub codes_issued: u64,
    /// Of those, codes with a use that still stands.
    pub codes_redeemed: u64,
    /// What was paid for in those purchases, before the discount.
    pub revenue: Money,
    /// What was saved in them.
    pub discount: Money,
}
