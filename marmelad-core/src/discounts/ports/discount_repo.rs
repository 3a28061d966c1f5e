//! Discounts: issuing, redeeming, undoing, revoking. The heart of the store.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::audit::AuditEntry;
use crate::discounts::{
    ClientCard, Discount, DiscountCode, DiscountSource, PastRedemption, Redeemer, Redemption,
    Refusal, TemplateEvent, UndoRefusal,
};
use crate::kernel::{AdminId, DiscountId, Money, PortError, TemplateId, UsageLogId, UserId};

/// Stores discounts.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DiscountRepo: Send + Sync {
    /// Issues one discount. With the client's row locked it picks the template, asks
    /// [`crate::discounts::IssueRule`] with the last discount that was not revoked, takes one from
    /// the budget and inserts: two simultaneous calls give one code.
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError>;

    /// A discount and whose it is.
    async fn find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, PortError>;

    /// A client's discounts that would be redeemed at `now`, the earliest to expire first.
    async fn active_of_user(
        &self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, PortError>;

    /// A redemption that succeeded, from the usage log.
    async fn find_redemption(
        &self,
        which: &WhichRedemption,
    ) -> Result<Option<PastRedemption>, PortError>;

    /// Writes a refused check, or a refusal decided before the store was asked. `false`: an attempt
    /// with this `key` was written before, and nothing is now.
    async fn log_refusal(&self, attempt: RefusedAttempt) -> Result<bool, PortError>;

    /// Redeems: repeats every check under the discount's lock and, on success, commits the conditional
    /// update together with log row, order, the client's notification and the audit entry. A refusal
    /// writes its log row. Of any number of simultaneous calls a discount's `max_uses` succeed.
    /// A `key` seen before gets the first answer again and writes nothing.
    async fn redeem(&self, command: RedeemDiscount) -> Result<RedeemOutcome, PortError>;

    /// Takes one redemption back, once: [`crate::discounts::may_undo`] decides under the
    /// discount's lock.
    async fn undo(&self, command: UndoRedemption) -> Result<UndoOutcome, PortError>;

    /// Withdraws a discount that is not used up.
    async fn revoke(&self, command: RevokeDiscount) -> Result<RevokeOutcome, PortError>;
}

/// A discount to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueDiscount {
    /// To whom.
    pub user_id: UserId,
    /// By which template.
    pub by: IssueBy,
    /// Why.
    pub source: DiscountSource,
    /// The admin, for a manual issue.
    pub admin_id: Option<AdminId>,
    /// Codes to try, one after the other; 5.
    pub codes: Vec<DiscountCode>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The shops' zone.
    pub zone: Tz,
    /// Written with it.
    pub audit: Option<AuditEntry>,
}

/// How the template is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueBy {
    /// The newest usable one for an event; its recurrence counts.
    Event(TemplateEvent),
    /// This one; its recurrence does not count (manual issue).
    Template(TemplateId),
}

/// What came of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueOutcome {
    /// Issued.
    Issued(Discount),
    /// The recurrence does not allow another yet.
    NotYet {
        /// The last one.
        last: Discount,
        /// The first instant at which another is allowed; `None` = never.
        next_at: Option<DateTime<Utc>>,
    },
    /// No usable template: none, switched off, out of its dates, budget spent.
    NoTemplate,
    /// No such client, or one who was anonymised.
    UserNotFound,
    /// Every code tried was taken.
    CodesTaken,
}

/// A refusal to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAttempt {
    /// The code in its normal form, else the first 32 characters typed.
    pub code: String,
    /// Why.
    pub refusal: Refusal,
    /// Who.
    pub by: Redeemer,
    /// A press's key, so that its repetition gets this answer again; a message's, so that it is written
    /// once however often it is handled.
    pub key: Option<String>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A discount to redeem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedeemDiscount {
    /// Which.
    pub code: DiscountCode,
    /// Who.
    pub by: Redeemer,
    /// The purchase, 0.01–9 999 999.99.
    pub amount: Option<Money>,
    /// By which a repetition is known; ≤ 160 bytes.
    pub key: Option<String>,
    /// The cashier types too many unknown codes: refused as `Paused`, unless the key is known.
    pub paused_until: Option<DateTime<Utc>>,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with a success, when an admin or operator redeems; `entity_id` is filled in by the store.
    pub audit: Option<AuditEntry>,
}

/// What came of a redemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedeemOutcome {
    /// Redeemed, now or by the first try with this key.
    Redeemed(Box<Redemption>),
    /// Refused, now or by the first try with this key.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The discount as it is, when there is one.
        discount: Option<Box<Discount>>,
    },
    /// The key was used for another code before; nothing was done.
    KeyReused,
}

/// How a redemption of the past is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichRedemption {
    /// By its log row, undone or not.
    Log(UsageLogId),
    /// By the key of its press, undone or not.
    Key(String),
    /// The last one of a discount that stands.
    LastOf(DiscountId),
}

/// A redemption to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoRedemption {
    /// Which.
    pub target: UndoTarget,
    /// Who.
    pub by: Redeemer,
    /// Why; not empty, ≤ 255 characters.
    pub reason: String,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it, when an admin or operator undoes.
    pub audit: Option<AuditEntry>,
}

/// How a redemption is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoTarget {
    /// By its log row.
    Log(UsageLogId),
    /// The last one of a code that stands.
    LastOf(DiscountCode),
}

/// What came of an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoOutcome {
    /// Taken back.
    Undone {
        /// The new log row.
        usage_log_id: UsageLogId,
        /// The discount after it.
        discount: Box<Discount>,
        /// Whose it is.
        client: ClientCard,
    },
    /// Not taken back.
    Refused(UndoRefusal),
}

/// A discount to withdraw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokeDiscount {
    /// Which.
    pub code: DiscountCode,
    /// Why; not empty, ≤ 255 characters.
    pub reason: String,
    /// Now.
    pub now: DateTime<Utc>,
    /// Written with it; `entity_id` is filled in by the store.
    pub audit: AuditEntry,
}

/// What came of withdrawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevokeOutcome {
    /// Withdrawn.
    Revoked(Discount),
    /// It was before.
    AlreadyRevoked(Discount),
    /// Used up: there is nothing to withdraw.
    AlreadyUsed(Discount),
    /// No such code.
    NotFound,
}
