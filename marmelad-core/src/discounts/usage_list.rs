//! Rows and filter of the usage log.

use chrono::{DateTime, Utc};

use crate::discounts::{ClientCard, UsageSource, UsageStatus};
use crate::kernel::{
    AdminId, CashierId, ClientId, DiscountId, OrderId, PageRequest, TimeRange, UsageLogId,
};

/// One attempt to use a code, or an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    pub id: UsageLogId,
    /// The discount, if the code exists.
    pub discount_id: Option<DiscountId>,
    /// The normalised code; for other text, its first 32 characters.
    pub code: String,
    /// Whether the code can still be redeemed: not everybody may see such a code.
    pub is_redeemable: bool,
    /// The cashier, if one made the attempt.
    pub cashier_id: Option<CashierId>,
    /// The admin, if one made the attempt.
    pub admin_id: Option<AdminId>,
    /// The client, if the code exists.
    pub client: Option<ClientCard>,
    pub status: UsageStatus,
    pub source: UsageSource,
    /// The cashier's shop at the time of the attempt.
    pub shop: Option<String>,
    /// The purchase recorded by a redemption.
    pub order_id: Option<OrderId>,
    /// For an undo: the log row of the undone redemption.
    pub undoes_log_id: Option<UsageLogId>,
    /// For a redemption: time of the undo.
    pub undone_at: Option<DateTime<Utc>>,
    /// For an undo: the reason.
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
}

/// Selects attempts that match every given field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsageFilter {
    pub status: Option<UsageStatus>,
    pub source: Option<UsageSource>,
    pub cashier_id: Option<CashierId>,
    pub user_id: Option<ClientId>,
    pub discount_id: Option<DiscountId>,
    /// Beginning of the code; see [`crate::discounts::code_prefix`].
    pub code_prefix: Option<String>,
    /// The whole name of the shop; the database decides whether case counts.
    pub shop: Option<String>,
    pub at: TimeRange,
}

/// A page of the usage log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageList {
    pub filter: UsageFilter,
    /// Newest first if `true`.
    pub is_descending: bool,
    pub page: PageRequest,
    pub now: DateTime<Utc>,
}
