//! A discount: one code that belongs to one client.

use chrono::{DateTime, Utc};

use crate::discounts::{DiscountCode, Refusal, UsageType};
use crate::kernel::{
    BroadcastId, CampaignId, CashierId, ClientId, DiscountId, DiscountValue, Money, TemplateId,
};

/// A stored discount. It has its own copy of the template's terms, so later changes of the template
/// do not affect it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    pub id: DiscountId,
    pub user_id: ClientId,
    /// The template by which the discount was issued.
    pub template_id: Option<TemplateId>,
    /// The campaign that gave the discount.
    pub campaign_id: Option<CampaignId>,
    /// The broadcast that gave the discount.
    pub broadcast_id: Option<BroadcastId>,
    pub source: DiscountSource,
    pub code: DiscountCode,
    pub value: DiscountValue,
    /// How many times the code can be redeemed.
    pub usage: UsageType,
    /// Number of redemptions that were not undone.
    pub uses_count: u32,
    /// Smallest purchase for which the code can be redeemed.
    pub min_order_amount: Option<Money>,
    /// Last valid instant, inclusive.
    pub expires_at: DateTime<Utc>,
    /// Time of the last redemption that was not undone.
    pub used_at: Option<DateTime<Utc>>,
    /// The cashier of this redemption.
    pub used_by_cashier_id: Option<CashierId>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub revoke_reason: Option<String>,
    /// Whether the discount belongs to a test user.
    pub is_test: bool,
    pub created_at: DateTime<Utc>,
}

/// Why a discount was issued; column `discounts.source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountSource {
    Subscription,
    Birthday,
    Campaign,
    /// Issued by an admin or operator.
    Manual,
    Broadcast,
    Import,
}

crate::kernel::text_enum!(DiscountSource {
    Subscription => "subscription",
    Birthday => "birthday",
    Campaign => "campaign",
    Manual => "manual",
    Broadcast => "broadcast",
    Import => "import",
});

impl Discount {
    /// Number of redemptions left.
    pub fn uses_left(&self) -> u32 {
        self.usage.max_uses().saturating_sub(self.uses_count)
    }

    /// Whether the code can be redeemed now, apart from the purchase amount.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if let Some(at) = self.revoked_at {
            Err(Refusal::Revoked { at })
        } else if self.uses_left() == 0 {
            Err(Refusal::AlreadyUsed { at: self.used_at })
        } else if now > self.expires_at {
            Err(Refusal::Expired { at: self.expires_at })
        } else {
            Ok(())
        }
    }

    /// The saving on a purchase of `amount`; `None` without an amount. Refuses an amount below the minimum.
    pub fn saving(&self, amount: Option<Money>) -> Result<Option<Money>, Refusal> {
        match (self.min_order_amount, amount) {
            (Some(minimum), None) => Err(Refusal::AmountRequired { minimum }),
            (Some(minimum), Some(amount)) if amount < minimum => {
                Err(Refusal::BelowMinimum { minimum })
            }
            (_, amount) => Ok(amount.map(|amount| self.value.discount_on(amount))),
        }
    }
}
