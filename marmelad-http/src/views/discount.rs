//! Discounts.

use marmelad_core::domain::discount as domain;
use poem_openapi::{Enum, Object};

use super::template::value_of;
use super::{Amount, Timestamp, UsageType, ValueType};

/// One code in one client's hands, with its own copy of its template's terms.
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
    /// What the client shows; `ДЯА••••` to `readonly` while it is not used up.
    pub code: String,
    /// Percent or roubles, by `value_type`.
    pub value: Amount,
    /// What `value` counts.
    pub value_type: ValueType,
    /// How many times it holds.
    pub usage_type: UsageType,
    /// The same as a number; 1 for `single`.
    pub max_uses: u32,
    /// How many times it was redeemed and not undone.
    pub uses_count: u32,
    /// How many redemptions are left.
    pub uses_left: u32,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Amount>,
    /// The last millisecond at which it holds.
    pub expires_at: Timestamp,
    /// The last redemption that stands.
    pub used_at: Option<Timestamp>,
    /// The cashier who made it.
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

/// Why a discount was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::DiscountSource")]
pub enum DiscountSource {
    /// The channel subscription.
    Subscription,
    /// The birthday.
    Birthday,
    /// Joining a campaign.
    Campaign,
    /// By hand.
    Manual,
    /// A broadcast.
    Broadcast,
    /// An import.
    Import,
}

impl Discount {
    /// What a `readonly` admin sees: the code only once it is used up.
    pub fn for_readonly(discount: &domain::Discount) -> Self {
        let mut view = Self::from(discount);
        if view.uses_left > 0 {
            view.code = discount.code.masked();
        }
        view
    }
}

impl From<&domain::Discount> for Discount {
    fn from(discount: &domain::Discount) -> Self {
        Self {
            id: discount.id.0,
            user_id: discount.user_id.0,
            template_id: discount.template_id.map(|id| id.0),
            campaign_id: discount.campaign_id.map(|id| id.0),
            broadcast_id: discount.broadcast_id.map(|id| id.0),
            source: discount.source.into(),
            code: discount.code.to_string(),
            value: value_of(discount.value),
            value_type: discount.value.value_type().into(),
            usage_type: discount.usage.into(),
            max_uses: discount.usage.max_uses(),
            uses_count: discount.uses_count,
            uses_left: discount.uses_left(),
            min_order_amount: discount.min_order_amount.map(Amount),
            expires_at: discount.expires_at.into(),
            used_at: discount.used_at.map(Timestamp),
            used_by_cashier_id: discount.used_by_cashier_id.map(|id| id.0),
            revoked_at: discount.revoked_at.map(Timestamp),
            revoke_reason: discount.revoke_reason.clone(),
            is_test: discount.is_test,
            created_at: discount.created_at.into(),
        }
    }
}
