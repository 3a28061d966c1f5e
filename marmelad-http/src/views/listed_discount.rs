//! Discounts in lists and by themselves.

use chrono::{DateTime, Utc};
use marmelad_core::discounts as domain;
use poem_openapi::Object;

use super::{Client, Discount, UsageLog, Viewer, words};

words! {
    /// State of a discount.
    DiscountState mirrors domain::DiscountState {
        /// Can be redeemed, if the purchase amount is sufficient.
        Active = "active",
        /// Used up.
        Used = "used",
        /// Expired before it was used up.
        Expired = "expired",
        /// Revoked.
        Revoked = "revoked",
    }
}

/// A discount with its client and state.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ListedDiscount {
    /// The discount.
    #[oai(flatten)]
    pub discount: Discount,
    /// The client who holds the code.
    pub user: Client,
    /// State of the discount.
    pub state: DiscountState,
}

impl ListedDiscount {
    /// The discount in its state at `now`, with the code masked for the viewer.
    pub fn for_viewer(listed: domain::ListedDiscount, viewer: Viewer, now: DateTime<Utc>) -> Self {
        let state = domain::DiscountState::of(&listed.discount, now);
        let is_spent = state != domain::DiscountState::Active;
        let mut discount = Discount::from(listed.discount);
        discount.code = viewer.code(&discount.code, is_spent);
        Self { discount, user: listed.client.into(), state: state.into() }
    }
}

/// A discount with its usage log.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct DiscountDetails {
    /// The discount with its client and state.
    #[oai(flatten)]
    pub listed: ListedDiscount,
    /// The latest 200 entries of its usage log, latest first.
    pub usage_logs: Vec<UsageLog>,
}
