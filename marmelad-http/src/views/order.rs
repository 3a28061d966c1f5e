//! Purchases.

use marmelad_core::orders as domain;
use poem_openapi::Object;

use super::{Client, Decimal, Timestamp, words};

words! {
    /// Where a purchase was entered.
    OrderSource mirrors domain::OrderSource {
        /// In the auth bot.
        Bot = "bot",
        /// Through the REST API.
        Api = "api",
        /// Through the command line.
        Cli = "cli",
        /// By an import.
        Import = "import",
    }
}

words! {
    /// State of a purchase.
    OrderStatus mirrors domain::OrderStatus {
        /// Completed.
        Completed = "completed",
        /// Undone together with its redemption.
        Undone = "undone",
    }
}

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Order {
    /// Id of the purchase.
    pub id: i64,
    /// Id of the client who bought.
    pub user_id: i64,
    /// The client who bought.
    pub user: Client,
    /// Discount that was redeemed with the purchase.
    pub discount_id: Option<i64>,
    /// Cashier who entered the purchase.
    pub cashier_id: Option<i64>,
    /// Shop of the purchase.
    pub shop: Option<String>,
    /// Amount before the discount, in roubles.
    pub amount: Decimal,
    /// Discount, in roubles.
    pub discount_amount: Decimal,
    /// Id of the purchase in the till; unique.
    pub external_id: Option<String>,
    /// Where the purchase was entered.
    pub source: OrderSource,
    /// State of the purchase.
    pub status: OrderStatus,
    /// Whether the client is a test user.
    pub is_test: bool,
    /// When the purchase was entered.
    pub created_at: Timestamp,
}

impl From<domain::Order> for Order {
    fn from(order: domain::Order) -> Self {
        Self {
            id: order.id.0,
            user_id: order.client.user_id.0,
            user: order.client.into(),
            discount_id: order.discount_id.map(|id| id.0),
            cashier_id: order.cashier_id.map(|id| id.0),
            shop: order.shop,
            amount: Decimal::of(order.amount),
            discount_amount: Decimal::of(order.discount_amount),
            external_id: order.external_id,
            source: order.source.into(),
            status: order.status.into(),
            is_test: order.is_test,
            created_at: order.created_at.into(),
        }
    }
}
