//! The usage log, read in pages.

use chrono::{DateTime, Utc};

use crate::discounts::{ClientCard, UsageSource, UsageStatus};
use crate::kernel::{
    AdminId, CashierId, DiscountId, OrderId, PageRequest, Period, UsageLogId, UserId,
};

/// One attempt to use a code, or an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    /// Row id.
    pub id: UsageLogId,
    /// The discount, when the code is one.
    pub discount_id: Option<DiscountId>,
    /// The code in its normal form, else what was typed, cut.
    pub code: String,
    /// The code can still be redeemed: not everybody may see it.
    pub is_redeemable: bool,
    /// The cashier, if it was one.
    pub cashier_id: Option<CashierId>,
    /// The admin, if it was one.
    pub admin_id: Option<AdminId>,
    /// Whose code it is, when it is one.
    pub client: Option<ClientCard>,
    /// How it ended.
    pub status: UsageStatus,
    /// From where.
    pub source: UsageSource,
    /// Where the cashier worked.
    pub shop: Option<String>,
    /// The purchase that it recorded.
    pub order_id: Option<OrderId>,
    /// Of an undo: the redemption that it took back.
    pub undoes_log_id: Option<UsageLogId>,
    /// Of a redemption: when it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// Of an undo: why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which attempts are wanted: those of which everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsageFilter {
    /// How they ended.
    pub status: Option<UsageStatus>,
    /// From where.
    pub source: Option<UsageSource>,
    /// Whose redemptions.
    pub cashier_id: Option<CashierId>,
    /// Whose codes.
    pub user_id: Option<UserId>,
    /// Of this discount.
    pub discount_id: Option<DiscountId>,
    /// What the code begins with; see [`crate::discounts::code_prefix`].
    pub code_prefix: Option<String>,
    /// Where: the whole name; whether the case of its letters counts is up to the database.
    pub shop: Option<String>,
    /// When.
    pub at: Period,
}

/// A page of the usage log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageList {
    /// Which.
    pub filter: UsageFilter,
    /// The newest first.
    pub is_descending: bool,
    /// Which part.
    pub page: PageRequest,
    /// Now.
    pub now: DateTime<Utc>,
}
