//! Discounts.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::{UsageType, template};
use marmelad_core::kernel::money;

use super::{Decimal, Timestamp, view, words};

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

view! {
    /// A discount of one client: a code with its value and validity.
    Discount of discount: domain::Discount {
        /// Id of the discount.
        id: i64,
        /// Id of the client who holds the code.
        user_id: i64,
        /// Template by which the discount was issued.
        template_id: Option<i64>,
        /// Campaign for which the discount was issued.
        campaign_id: Option<i64>,
        /// Broadcast with which the discount was sent.
        broadcast_id: Option<i64>,
        /// Reason why the discount was issued.
        source: DiscountSource,
        /// Code that the client shows. Codes that can be redeemed are masked (`ДЯА••••`) for `readonly` admins.
        #[oai(validator(pattern = "^[А-Я]{3}([0-9]{4}|•{4})$"))]
        code: String = discount.code.to_string(),
        /// Discount value: percent or roubles, with two decimal places.
        value: Decimal = value(discount.value),
        /// Unit of the value.
        value_type: ValueType = discount.value.value_type().into(),
        /// How often the code can be redeemed.
        usage_type: UsageKind = usage(discount.usage).0,
        /// Greatest number of redemptions, for `multi`.
        max_uses: Option<u32> = usage(discount.usage).1,
        /// Redemptions that were not undone.
        uses_count: u32,
        /// Redemptions left.
        uses_left: u32 = discount.uses_left(),
        /// Smallest purchase for which the code is valid, in roubles.
        min_order_amount: Option<Decimal>,
        /// Last instant at which the code is valid.
        expires_at: Timestamp,
        /// Time of the last redemption that was not undone.
        used_at: Option<Timestamp>,
        /// Cashier of that redemption.
        used_by_cashier_id: Option<i64>,
        /// When the discount was revoked.
        revoked_at: Option<Timestamp>,
        /// Why the discount was revoked.
        revoke_reason: Option<String>,
        /// Whether the client is a test user.
        is_test: bool,
        /// When the discount was issued.
        created_at: Timestamp,
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
