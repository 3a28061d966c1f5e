//! The port that issues, redeems, undoes and revokes discounts.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::audit::AuditEntry;
use crate::discounts::{
    ClientCard, Discount, DiscountCode, DiscountSource, PastRedemption, Redeemer, Redemption,
    Refusal, TemplateEvent, UndoRefusal,
};
use crate::kernel::{AdminId, ClientId, DiscountId, Money, PortError, TemplateId, UsageLogId};

/// Changes discounts. Each method is one transaction.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DiscountRepo: Send + Sync {
    /// Issues one discount. Under the lock on the client's row: chooses the template, asks
    /// [`crate::discounts::IssueRule`] with the client's last discount that was not revoked, takes
    /// one code from the budget and inserts the discount. Two simultaneous calls issue one code.
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError>;

    /// A discount with its client.
    async fn find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, PortError>;

    /// A client's discounts that can be redeemed at `now`, earliest expiry first.
    async fn active_of_user(
        &self,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, PortError>;

    /// A successful redemption from the usage log.
    async fn find_redemption(
        &self,
        which: &WhichRedemption,
    ) -> Result<Option<PastRedemption>, PortError>;

    /// Writes a refusal that the service decided to the usage log. `false`: an attempt with this
    /// `key` is already in the log, and nothing is written.
    async fn log_refusal(&self, attempt: RefusedAttempt) -> Result<bool, PortError>;

    /// Redeems a code. Under the lock on the discount: repeats every check; on success commits the
    /// conditional update, the log row, the order, the client's notification and the audit entry
    /// together. A refusal writes its log row. Of any number of simultaneous calls at
    /// most `max_uses` succeed. A known `key` gets its first answer again and writes nothing.
    async fn redeem(&self, command: RedeemDiscount) -> Result<RedeemOutcome, PortError>;

    /// Undoes one redemption, at most once. [`crate::discounts::may_undo`] decides under the lock on the discount.
    async fn undo(&self, command: UndoRedemption) -> Result<UndoOutcome, PortError>;

    /// Revokes a discount that is not used up.
    async fn revoke(&self, command: RevokeDiscount) -> Result<RevokeOutcome, PortError>;
}

/// A discount to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueDiscount {
    pub user_id: ClientId,
    pub by: IssueBy,
    pub source: DiscountSource,
    /// The admin, for a manual issue.
    pub admin_id: Option<AdminId>,
    /// Codes to try in order until one is free.
    pub codes: Vec<DiscountCode>,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    /// Written in the same transaction.
    pub audit: Option<AuditEntry>,
}

/// How the template is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueBy {
    /// The newest usable template for the event; its recurrence counts.
    Event(TemplateEvent),
    /// This template (manual issue); its recurrence does not count.
    Template(TemplateId),
}

/// Result of issuing a discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueOutcome {
    Issued(Discount),
    /// The recurrence does not allow another discount yet.
    NotYet {
        /// The client's last discount of the template.
        last: Discount,
        /// From when another discount is allowed; `None` = never.
        next_at: Option<DateTime<Utc>>,
    },
    /// No usable template: missing, switched off, out of its dates or budget.
    NoTemplate,
    /// The client does not exist or is anonymised.
    UserNotFound,
    /// Every drawn code was already taken.
    CodesTaken,
}

/// A refusal for the usage log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAttempt {
    /// The normalised code; for other text, its first 32 characters.
    pub code: String,
    pub refusal: Refusal,
    pub by: Redeemer,
    /// Idempotency key. A repeated button press gets the same answer again; a repeated message is logged once.
    pub key: Option<String>,
    pub now: DateTime<Utc>,
}

/// A code to redeem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedeemDiscount {
    pub code: DiscountCode,
    pub by: Redeemer,
    /// Amount of the purchase, 0.01–9 999 999.99 ₽.
    pub amount: Option<Money>,
    /// Idempotency key, at most 160 bytes.
    pub key: Option<String>,
    /// The cashier typed too many unknown codes: refused as `Paused`, unless the key is known.
    pub paused_until: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
    /// Written on success, when an admin or operator redeems; the store adds `entity_id`.
    pub audit: Option<AuditEntry>,
}

/// Result of redeeming a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedeemOutcome {
    /// Redeemed now or by the first attempt with this key.
    Redeemed(Box<Redemption>),
    /// Refused now or at the first attempt with this key.
    Refused {
        refusal: Refusal,
        /// The discount with this code, if any.
        discount: Option<Box<Discount>>,
    },
    /// The key was used for another code; nothing was done.
    KeyReused,
}

/// How a past redemption is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhichRedemption {
    /// By log row, undone or not.
    Log(UsageLogId),
    /// By the idempotency key of the button press, undone or not.
    Key(String),
    /// The last redemption of a discount that was not undone.
    LastOf(DiscountId),
}

/// A redemption to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoRedemption {
    pub target: UndoTarget,
    pub by: Redeemer,
    /// Not empty, at most 255 characters.
    pub reason: String,
    pub now: DateTime<Utc>,
    /// Written in the same transaction, when an admin or operator undoes.
    pub audit: Option<AuditEntry>,
}

/// How the redemption to undo is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoTarget {
    /// By its log row.
    Log(UsageLogId),
    /// The last redemption of a code that was not undone.
    LastOf(DiscountCode),
}

/// Result of an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoOutcome {
    Undone {
        /// The log row of the undo.
        usage_log_id: UsageLogId,
        /// The discount after the undo.
        discount: Box<Discount>,
        client: ClientCard,
    },
    Refused(UndoRefusal),
}

/// A discount to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokeDiscount {
    pub code: DiscountCode,
    /// Not empty, at most 255 characters.
    pub reason: String,
    pub now: DateTime<Utc>,
    /// Written in the same transaction; the store adds `entity_id`.
    pub audit: AuditEntry,
}

/// Result of revoking a discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevokeOutcome {
    Revoked(Discount),
    /// The discount was revoked earlier.
    AlreadyRevoked(Discount),
    /// The discount is used up and cannot be revoked.
    AlreadyUsed(Discount),
    NotFound,
}
