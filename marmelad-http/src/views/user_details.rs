//! A client with discounts and purchases.

use marmelad_core::clients::TaggedUsers;
use poem_openapi::Object;

use super::{ListedDiscount, Order, User, view};

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

view! {
    /// Result of tagging many clients.
    BulkTagged of tagged: TaggedUsers {
        /// Clients found; anonymised clients are left out.
        count: u64 = tagged.found,
        /// Clients whose tags changed.
        changed: u64,
        /// Clients left unchanged because they would have more than 50 tags.
        full: u64,
    }
}
