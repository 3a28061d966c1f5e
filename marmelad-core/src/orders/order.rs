//! Purchases.

use chrono::{DateTime, Utc};

use crate::discounts::ClientCard;
use crate::kernel::{CashierId, DiscountId, Money, OrderId, PageRequest, Period, Sorting, UserId};

/// A stored purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Row id.
    pub id: OrderId,
    /// Who bought.
    pub client: ClientCard,
    /// The discount that was redeemed with it.
    pub discount_id: Option<DiscountId>,
    /// Who redeemed it, if a cashier.
    pub cashier_id: Option<CashierId>,
    /// Where, if that is known.
    pub shop: Option<String>,
    /// Before the discount.
    pub amount: Money,
    /// What was saved.
    pub discount_amount: Money,
    /// What the till calls it; unique.
    pub external_id: Option<String>,
    /// From where it came.
    pub source: OrderSource,
    /// Whether it stands.
    pub status: OrderStatus,
    /// A test user's.
    pub is_test: bool,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// `orders.source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSource {
    /// The auth bot.
    Bot,
    /// The REST API.
    Api,
    /// The command line.
    Cli,
    /// An import.
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
    /// It stands.
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
    /// Whose.
    pub user_id: Option<UserId>,
    /// With this discount.
    pub discount_id: Option<DiscountId>,
    /// By this cashier.
    pub cashier_id: Option<CashierId>,
    /// Where: the whole name; whether the case of its letters counts is up to the database.
    pub shop: Option<String>,
    /// What the till calls it.
    pub external_id: Option<String>,
    /// From where.
    pub source: Option<OrderSource>,
    /// Whether they stand.
    pub status: Option<OrderStatus>,
    /// When.
    pub created: Period,
    /// Test users' or others'; `None` = both.
    pub is_test: Option<bool>,
}

/// What purchases can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSortKey {
    /// When.
    CreatedAt,
    /// How much, before the discount.
    Amount,
}

/// A page of a list of purchases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderList {
    /// Which.
    pub filter: OrderFilter,
    /// In which order.
    pub sort: Sorting<OrderSortKey>,
    /// Which part.
    pub page: PageRequest,
    /// Now.
    pub now: DateTime<Utc>,
}
