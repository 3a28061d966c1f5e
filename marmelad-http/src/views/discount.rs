//! Discounts.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::{UsageType, template};
use marmelad_core::kernel::money;
use poem_openapi::Object;

use super::{Timestamp, words};

words! {
    /// What `value` counts.
    ValueType mirrors money::ValueType {
        /// Percent of the purchase.
        Percent = "percent",
        /// Roubles.
        Fixed = "fixed",
    }
}

words! {
    /// Why a discount was issued.
    DiscountSource mirrors domain::DiscountSource {
        /// The channel subscription.
        Subscription = "subscription",
        /// The birthday.
        Birthday = "birthday",
        /// Joining a campaign.
        Campaign = "campaign",
        /// An admin or operator, by hand.
        Manual = "manual",
        /// A broadcast.
        Broadcast = "broadcast",
        /// An import.
        Import = "import",
    }
}

words! {
    /// How many times a code holds.
    UsageKind mirrors template::UsageKind {
        /// Once.
        Single = "single",
        /// `max_uses` times.
        Multi = "multi",
    }
}

/// One code in one client's hands.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Discount {
    /// Row id.
    pub id: i64,
    /// Whose it is.
    pub user_id: i64,
    /// What it was issued by.
    pub template_id: Option<i64>,
    /// The campaign that gave it.
    pub campaign_id: Option<i64>,
    /// The broadcast that gave it.
    pub broadcast_id: Option<i64>,
    /// Why it was issued.
    pub source: DiscountSource,
    /// What the client shows; unused ones are masked (`ДЯА••••`) for `readonly` admins.
    pub code: String,
    /// What it saves, with two places: `"10.00"`.
    pub value: String,
    /// Percent or roubles.
    pub value_type: ValueType,
    /// Once or several times.
    pub usage_type: UsageKind,
    /// How many times, for `multi`.
    pub max_uses: Option<u32>,
    /// How many times it was redeemed and not undone.
    pub uses_count: u32,
    /// How many redemptions are left.
    pub uses_left: u32,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<String>,
    /// Its last valid instant.
    pub expires_at: Timestamp,
    /// The last redemption that stands.
    pub used_at: Option<Timestamp>,
    /// Who made it.
    pub used_by_cashier_id: Option<i64>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// A test user's.
    pub is_test: bool,
    /// When it was issued.
    pub created_at: Timestamp,
}

impl From<domain::Discount> for Discount {
    fn from(discount: domain::Discount) -> Self {
        let (usage_type, max_uses) = usage(discount.usage);
        Self {
            id: discount.id.0,
            user_id: discount.user_id.0,
            template_id: discount.template_id.map(|id| id.0),
            campaign_id: discount.campaign_id.map(|id| id.0),
            broadcast_id: discount.broadcast_id.map(|id| id.0),
            source: discount.source.into(),
            code: discount.code.to_string(),
            value: value(discount.value),
            value_type: discount.value.value_type().into(),
            usage_type,
            max_uses,
            uses_count: discount.uses_count,
            uses_left: discount.uses_left(),
            min_order_amount: discount.min_order_amount.map(|amount| amount.to_string()),
            expires_at: discount.expires_at.into(),
            used_at: discount.used_at.map(Into::into),
            used_by_cashier_id: discount.used_by_cashier_id.map(|id| id.0),
            revoked_at: discount.revoked_at.map(Into::into),
            revoke_reason: discount.revoke_reason,
            is_test: discount.is_test,
            created_at: discount.created_at.into(),
        }
    }
}

/// What is saved, without its unit: `10.00`.
pub(super) fn value(value: money::DiscountValue) -> String {
    match value {
        money::DiscountValue::Percent(percent) => percent.to_string(),
        money::DiscountValue::Fixed(sum) => sum.to_string(),
    }
}

pub(super) fn usage(usage: UsageType) -> (UsageKind, Option<u32>) {
    match usage {
        UsageType::Single => (UsageKind::Single, None),
        UsageType::Multi { max_uses } => (UsageKind::Multi, Some(max_uses)),
    }
}
