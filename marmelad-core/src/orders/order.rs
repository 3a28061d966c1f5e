//! Purchases.

use chrono::{DateTime, Utc};

use crate::discounts::ClientCard;
use crate::kernel::{
    CashierId, ClientId, DiscountId, Money, OrderId, PageRequest, Sorting, TimeRange,
};

/// A purchase: a row of `orders`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub client: ClientCard,
    /// The discount redeemed with the purchase.
    pub discount_id: Option<DiscountId>,
    /// The cashier who redeemed the discount.
    pub cashier_id: Option<CashierId>,
    /// The shop, if known.
    pub shop: Option<String>,
    pub amount: Money,
    pub discount_amount: Money,
    /// The till's id of the purchase; unique.
    pub external_id: Option<String>,
    pub source: OrderSource,
    pub status: OrderStatus,
    pub is_test: bool,
    pub created_at: DateTime<Utc>,
}

/// How the purchase was entered, as stored in `orders.source`.
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

/// State of a purchase, as stored in `orders.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStatus {
    Completed,
    /// The redemption of the purchase was undone.
    Undone,
}

crate::kernel::text_enum!(OrderStatus {
    Completed => "completed",
    Undone => "undone",
});

/// The longest `external_id`, in characters.
pub const LONGEST_EXTERNAL_ID: usize = 128;

/// Filter of purchases; all given conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderFilter {
    pub user_id: Option<ClientId>,
    pub discount_id: Option<DiscountId>,
    pub cashier_id: Option<CashierId>,
    /// The shop's whole name; case sensitivity depends on the database.
    pub shop: Option<String>,
    /// The till's id of the purchase.
    pub external_id: Option<String>,
    pub source: Option<OrderSource>,
    pub status: Option<OrderStatus>,
    pub created: TimeRange,
    /// Purchases of test users (`true`) or of others (`false`); `None` for both.
    pub is_test: Option<bool>,
}

/// What purchases can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSortKey {
    CreatedAt,
    /// The amount before the discount.
    Amount,
}

/// A request for a page of purchases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderList {
    pub filter: OrderFilter,
    pub sort: Sorting<OrderSortKey>,
    pub page: PageRequest,
    pub now: DateTime<Utc>,
}
