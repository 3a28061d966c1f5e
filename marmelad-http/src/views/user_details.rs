//! A client with what they hold and bought.

use marmelad_core::clients::BulkCount;
use poem_openapi::Object;

use super::{ListedDiscount, Order, User};

/// A client with their codes and purchases.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct UserDetails {
    /// The client.
    #[oai(flatten)]
    pub user: User,
    /// What would be redeemed now, the earliest to end first; at most 200.
    pub active_discounts: Vec<ListedDiscount>,
    /// What was used, ended or was withdrawn of their newest 200 codes, the newest first. `GET /discounts?user_id=…` has
    /// all.
    pub discount_history: Vec<ListedDiscount>,
    /// Purchases, the newest first; at most 200. `GET /orders?user_id=…` has all.
    pub orders: Vec<Order>,
}

/// How many clients were meant and changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct BulkTagged {
    /// Who is there; anonymised ones are not.
    pub count: u64,
    /// Whose tags are others now.
    pub changed: u64,
    /// Who would have more than 50 tags and keeps the old ones.
    pub full: u64,
}

impl From<BulkCount> for BulkTagged {
    fn from(count: BulkCount) -> Self {
        Self {
            count: count.count,
            changed: count.changed,
            full: count.full,
        }
    }
}
