//! Discounts.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::{UsageType, template};
use marmelad_core::kernel::money;
use poem_openapi::Object;

use super::{Decimal, Timestamp, words};

words! {
    /// Unit of a discount's value.
    ValueType mirrors money::ValueType {
        /// Percent of the purchase.
        Percent = "percent",
        /// Roubles.
        Fixed = "fixed",
    }
}

words! {
    /// Reason why a discount was issued.
    DiscountSource mirrors domain::DiscountSource {
        /// Subscription to the channel.
        Subscription = "subscription",
        /// Birthday of the client.
        Birthday = "birthday",
        /// The client joined a campaign.
        Campaign = "campaign",
        /// Issued by an admin or operator.
        Manual = "manual",
        /// Sent with a broadcast.
        Broadcast = "broadcast",
        /// Imported.
        Import = "import",
    }
}

words! {
    /// How often a code can be redeemed.
    UsageKind mirrors template::UsageKind {
        /// Once.
        Single = "single",
        /// `max_uses` times.
        Multi = "multi",
    }
}

/// A discount of one client: a code with its value and validity.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Discount {
    /// Id of the discount.
    pub id: i64,
    /// Id of the client who holds the code.
    pub user_id: i64,
    /// Template by which the discount was issued.
    pub template_id: Option<i64>,
    /// Campaign for which the discount was issued.
    pub campaign_id: Option<i64>,
    /// Broadcast with which the discount was sent.
    pub broadcast_id: Option<i64>,
    /// Reason why the discount was issued.
    pub source: DiscountSource,
    /// Code that the client shows. Codes that can be redeemed are masked (`ДЯА••••`) for `readonly` admins.
    #[oai(validator(pattern = "^[А-Я]{3}([0-9]{4}|•{4})$"))]
    pub code: String,
    /// Discount value: percent or roubles, with two decimal places.
    pub value: Decimal,
    /// Unit of the value.
    pub value_type: ValueType,
    /// How often the code can be redeemed.
    pub usage_type: UsageKind,
    /// Greatest number of redemptions, for `multi`.
    pub max_uses: Option<u32>,
    /// Redemptions that were not undone.
    pub uses_count: u32,
    /// Redemptions left.
    pub uses_left: u32,
    /// Smallest purchase for which the code is valid, in roubles.
    pub min_order_amount: Option<Decimal>,
    /// Last instant at which the code is valid.
    pub expires_at: Timestamp,
    /// Time of the last redemption that was not undone.
    pub used_at: Option<Timestamp>,
    /// Cashier of that redemption.
    pub used_by_cashier_id: Option<i64>,
    /// When the discount was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Why the discount was revoked.
    pub revoke_reason: Option<String>,
    /// Whether the client is a test user.
    pub is_test: bool,
    /// When the discount was issued.
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
            min_order_amount: discount.min_order_amount.map(Decimal::of),
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

/// The value without its unit: `10.00`.
pub(super) fn value(value: money::DiscountValue) -> Decimal {
    match value {
        money::DiscountValue::Percent(percent) => Decimal::of(percent),
        money::DiscountValue::Fixed(sum) => Decimal::of(sum),
    }
}

pub(super) fn usage(usage: UsageType) -> (UsageKind, Option<u32>) {
    match usage {
        UsageType::Single => (UsageKind::Single, None),
        UsageType::Multi { max_uses } => (UsageKind::Multi, Some(max_uses)),
    }
}
