//! Cashiers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, CashierId, Page, PageRequest, PortError, TelegramId};
use crate::people::TelegramProfile;
use crate::staff::{AccessAnswer, Cashier, CashierDecision, CashierStatus};

/// Stores cashiers.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CashierRepo: Send + Sync {
    /// By Telegram id.
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, PortError>;

    /// By row id.
    async fn find(&self, id: CashierId) -> Result<Option<Cashier>, PortError>;

    /// All in one of the statuses (all when empty), oldest first.
    async fn list(&self, statuses: &[CashierStatus]) -> Result<Vec<Cashier>, PortError>;

    /// A part of those that a filter lets through, oldest first.
    async fn page(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, PortError>;

    /// Changes what is given; `None` when there is no such cashier. The store adds the fields that changed to
    /// the audit entry.
    async fn change(&self, command: ChangeCashier) -> Result<Option<Cashier>, PortError>;

    /// Files a request when [`crate::staff::access_answer`] says so, with an inactive admin
    /// record beside it if there is none, and tells every active admin in `cashier_requests`; one
    /// request however many contacts arrive at once.
    async fn request_access(&self, command: RequestAccess) -> Result<AccessRequest, PortError>;

    /// Takes a decision if it is allowed from the status found under the lock: the cashier is told, the
    /// other admins' request messages change, what was not sent yet is dropped, the audit entry is
    /// written. The first decision wins.
    async fn decide(&self, command: DecideCashier) -> Result<DecisionOutcome, PortError>;
}

/// Which cashiers are wanted; `None` asks nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CashierFilter {
    /// May redeem, or may not.
    pub is_active: Option<bool>,
    /// Where their request is.
    pub status: Option<CashierStatus>,
}

/// A change of a cashier; the outer `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCashier {
    pub id: CashierId,
    /// What owners see, 1–128 characters.
    pub display_name: Option<String>,
    /// Where they work, 1–120 characters; `Some(None)` = nowhere in particular.
    pub shop: Option<Option<String>>,
    /// Written with it, unless nothing changed.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Somebody contacts the auth bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestAccess {
    pub profile: TelegramProfile,
    pub now: DateTime<Utc>,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    /// The record, as it is now.
    pub cashier: Cashier,
    /// What it means; `File` = a new request was filed just now.
    pub answer: AccessAnswer,
}

/// A decision about a cashier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideCashier {
    pub cashier_id: CashierId,
    pub decision: CashierDecision,
    /// The admin who presses the button; `None` for an operator.
    pub admin_id: Option<AdminId>,
    /// What the others read: «решение: …».
    pub decided_by: String,
    /// The message whose button was pressed; it is changed by the caller, not through the outbox.
    pub pressed_in_chat: Option<TelegramId>,
    /// Where they work from now on, 1–120 characters; `None` leaves it as it is.
    pub shop: Option<String>,
    /// Only a pending request may be decided.
    pub only_pending: bool,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// Taken; the record as it is now.
    Decided(Cashier),
    /// Not allowed from its status: somebody decided before.
    NotAllowed {
        cashier: Cashier,
        /// Who approved or rejected, if that is known.
        decided_by: Option<String>,
    },
    NotFound,
}
