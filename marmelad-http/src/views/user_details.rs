//! A client with what they hold and bought.

use marmelad_core::clients::BulkCount;
use poem_openapi::Object;

use super::{ListedDiscount, Order, User};

/// A client with discounts and purchases.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct UserDetails {
    /// The client.
    #[oai(flatten)]
    pub user: User,
    /// Discounts that can be redeemed, first to expire first; at most 200.
    pub active_discounts: Vec<ListedDiscount>,
    /// Used, expired and revoked discounts among the latest 200, latest first. `GET /discounts?user_id=…` lists all.
    pub discount_history: Vec<ListedDiscount>,
    /// Purchases, latest first; at most 200. `GET /orders?user_id=…` lists all.
    pub orders: Vec<Order>,
}

/// Result of tagging many clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct BulkTagged {
    /// Clients found; anonymised clients are left out.
    pub count: u64,
    /// Clients whose tags changed.
    pub changed: u64,
    /// Clients left unchanged because they would have more than 50 tags.
    pub full: u64,
}

impl From<BulkCount> for BulkTagged {
    fn from(count: BulkCount) -> Self {
        Self { count: count.count, changed: count.changed, full: count.full }
    }
}
