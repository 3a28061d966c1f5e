//! The port of cashiers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, CashierId, Page, PageRequest, PortError, TelegramId};
use crate::people::TelegramProfile;
use crate::staff::{AccessAnswer, Cashier, CashierDecision, CashierStatus};

/// Stores cashiers (`cashiers`) and their requests.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CashierRepo: Send + Sync {
    /// Finds a cashier by Telegram id.
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, PortError>;

    /// Finds a cashier by row id.
    async fn find(&self, id: CashierId) -> Result<Option<Cashier>, PortError>;

    /// Returns the cashiers in these statuses (all when empty), oldest first.
    async fn list(&self, statuses: &[CashierStatus]) -> Result<Vec<Cashier>, PortError>;

    /// Returns a page of the cashiers that match a filter, oldest first.
    async fn page(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, PortError>;

    /// Changes the given fields and adds them to the audit entry; `None` when the cashier does not exist.
    async fn change(&self, command: ChangeCashier) -> Result<Option<Cashier>, PortError>;

    /// Files a request when [`crate::staff::access_answer`] allows it, adds an inactive admin row if there is none,
    /// and notifies every active admin in `cashier_requests`. Concurrent contacts file one request.
    async fn request_access(&self, command: RequestAccess) -> Result<AccessRequest, PortError>;

    /// Applies a decision if the status read under the lock allows it. In the same transaction the cashier is
    /// notified, the request messages of other admins are edited, unsent request messages are dropped, and the
    /// audit entry is written. The first decision wins.
    async fn decide(&self, command: DecideCashier) -> Result<DecisionOutcome, PortError>;
}

/// Filter of cashiers; `None` does not filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CashierFilter {
    /// Whether the cashier may redeem.
    pub is_active: Option<bool>,
    /// State of the access request.
    pub status: Option<CashierStatus>,
}

/// A change of a cashier; the outer `None` leaves a field unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCashier {
    pub id: CashierId,
    /// Name shown to owners, 1–128 characters.
    pub display_name: Option<String>,
    /// The shop, 1–120 characters; `Some(None)` removes it.
    pub shop: Option<Option<String>>,
    /// Audit entry of the change; not written when nothing changed.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A contact with the auth bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestAccess {
    pub profile: TelegramProfile,
    pub now: DateTime<Utc>,
}

/// Result of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    pub cashier: Cashier,
    /// What the contact means; `File` when a new request was filed just now.
    pub answer: AccessAnswer,
}

/// A decision about a cashier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideCashier {
    pub cashier_id: CashierId,
    pub decision: CashierDecision,
    /// The admin who presses the button; `None` for an operator.
    pub admin_id: Option<AdminId>,
    /// Name of the decider, shown to other admins: «решение: …».
    pub decided_by: String,
    /// Chat of the message whose button was pressed. The caller edits that message directly, without the outbox.
    pub pressed_in_chat: Option<TelegramId>,
    /// The new shop, 1–120 characters; `None` leaves it unchanged.
    pub shop: Option<String>,
    /// Whether only a pending request may be decided.
    pub only_pending: bool,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// The decision was applied; the record after it.
    Decided(Cashier),
    /// The status does not allow the decision, because another one came first.
    NotAllowed {
        cashier: Cashier,
        /// Name of the person who decided, if known.
        decided_by: Option<String>,
    },
    NotFound,
}
