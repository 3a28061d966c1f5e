//! Purchases.

use marmelad_core::orders as domain;
use poem_openapi::Object;

use super::{Client, Timestamp, words};

words! {
    /// From where a purchase came.
    OrderSource mirrors domain::OrderSource {
        /// The auth bot.
        Bot = "bot",
        /// The REST API.
        Api = "api",
        /// The command line.
        Cli = "cli",
        /// An import.
        Import = "import",
    }
}

words! {
    /// Whether a purchase stands.
    OrderStatus mirrors domain::OrderStatus {
        /// It stands.
        Completed = "completed",
        /// Its redemption was taken back.
        Undone = "undone",
    }
}

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Order {
    /// Row id.
    pub id: i64,
    /// Who bought.
    pub user_id: i64,
    /// The same by name.
    pub user: Client,
    /// The discount that was redeemed with it.
    pub discount_id: Option<i64>,
    /// Who redeemed it, if a cashier.
    pub cashier_id: Option<i64>,
    /// Where, if that is known.
    pub shop: Option<String>,
    /// Before the discount: `"1500.00"`.
    pub amount: String,
    /// What was saved.
    pub discount_amount: String,
    /// What the till calls it.
    pub external_id: Option<String>,
    /// From where it came.
    pub source: OrderSource,
    /// Whether it stands.
    pub status: OrderStatus,
    /// A test user's.
    pub is_test: bool,
    /// When.
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
            amount: order.amount.to_string(),
            discount_amount: order.discount_amount.to_string(),
            external_id: order.external_id,
            source: order.source.into(),
            status: order.status.into(),
            is_test: order.is_test,
            created_at: order.created_at.into(),
        }
    }
}
