//! Purchases.

use chrono::{DateTime, Utc};

use crate::discounts::ClientCard;
use crate::kernel::{CashierId, DiscountId, Money, OrderId, PageRequest, Period, Sorting, UserId};

/// A stored purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub client: ClientCard,
    /// The discount that was redeemed with it.
    pub discount_id: Option<DiscountId>,
    /// Who redeemed it, if a cashier.
    pub cashier_id: Option<CashierId>,
    /// Where, if that is known.
    pub shop: Option<String>,
    pub amount: Money,
    pub discount_amount: Money,
    /// What the till calls it; unique.
    pub external_id: Option<String>,
    /// From where it came.
    pub source: OrderSource,
    pub status: OrderStatus,
    pub is_test: bool,
    pub created_at: DateTime<Utc>,
}

/// `orders.source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSource {
    Bot,
    Api,
    Cli,
    Import,
}

crate::kernel::text_enum!(OrderSource {
    Bot => "bot",
    Api => "api",
    Cli => "cli",
    Import => "import",
});

/// `orders.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStatus {
    Completed,
    /// Its redemption was taken back.
    Undone,
}

crate::kernel::text_enum!(OrderStatus {
    Completed => "completed",
    Undone => "undone",
});

/// The longest `external_id`, in characters.
pub const LONGEST_EXTERNAL_ID: usize = 128;

/// Which purchases are wanted: those of which everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderFilter {
    pub user_id: Option<UserId>,
    pub discount_id: Option<DiscountId>,
    pub cashier_id: Option<CashierId>,
    /// Where: the whole name; whether the case of its letters counts is up to the database.
    pub shop: Option<String>,
    /// What the till calls it.
    pub external_id: Option<String>,
    pub source: Option<OrderSource>,
    pub status: Option<OrderStatus>,
    pub created: Period,
    /// Test users' or others'; `None` = both.
    pub is_test: Option<bool>,
}

/// What purchases can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSortKey {
    CreatedAt,
    /// How much, before the discount.
    Amount,
}

/// A page of a list of purchases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderList {
    pub filter: OrderFilter,
    pub sort: Sorting<OrderSortKey>,
    pub page: PageRequest,
    pub now: DateTime<Utc>,
}
