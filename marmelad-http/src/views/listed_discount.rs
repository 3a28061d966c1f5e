//! Discounts in lists and by themselves.

use chrono::{DateTime, Utc};
use marmelad_core::domain::discount_list as domain;
use poem_openapi::Object;

use super::{Client, Discount, UsageLog, Viewer, words};

words! {
    /// Where a discount is in its life; each is in exactly one.
    DiscountState mirrors domain::DiscountState {
        /// It would be redeemed now, the purchase amount aside.
        Active = "active",
        /// Used up.
        Used = "used",
        /// Ended before it was used up.
        Expired = "expired",
        /// Withdrawn.
        Revoked = "revoked",
    }
}

/// A discount in a list.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ListedDiscount {
    /// The discount itself.
    #[oai(flatten)]
    pub discount: Discount,
    /// Whose it is.
    pub user: Client,
    /// Where it is in its life.
    pub state: DiscountState,
}

impl ListedDiscount {
    /// As a viewer sees it at `now`.
    pub fn for_viewer(listed: domain::ListedDiscount, viewer: Viewer, now: DateTime<Utc>) -> Self {
        let state = domain::DiscountState::of(&listed.discount, now);
        let is_spent = state != domain::DiscountState::Active;
        let mut discount = Discount::from(listed.discount);
        discount.code = viewer.code(&discount.code, is_spent);
        Self {
            discount,
            user: listed.client.into(),
            state: state.into(),
        }
    }
}

/// A discount with everything that was tried with it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct DiscountDetails {
    /// The discount itself.
    #[oai(flatten)]
    pub listed: ListedDiscount,
    /// The newest 200 attempts and undos, the newest first.
    pub usage_logs: Vec<UsageLog>,
}
