//! A discount: one code in one client's hands.

use chrono::{DateTime, Utc};

use crate::discounts::{DiscountCode, Refusal, UsageType};
use crate::kernel::{
    BroadcastId, CampaignId, CashierId, DiscountId, DiscountValue, Money, TemplateId, UserId,
};

/// A stored discount. It keeps its own copy of its template's terms, so later edits do not change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// Row id.
    pub id: DiscountId,
    /// Whose it is.
    pub user_id: UserId,
    /// What it was issued by.
    pub template_id: Option<TemplateId>,
    /// The campaign that gave it.
    pub campaign_id: Option<CampaignId>,
    /// The broadcast that gave it.
    pub broadcast_id: Option<BroadcastId>,
    /// Why it was issued.
    pub source: DiscountSource,
    /// What the client shows.
    pub code: DiscountCode,
    /// What it saves.
    pub value: DiscountValue,
    /// How many times it holds.
    pub usage: UsageType,
    /// How many times it was redeemed and not undone.
    pub uses_count: u32,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Money>,
    /// Valid while now ≤ this.
    pub expires_at: DateTime<Utc>,
    /// The last redemption that stands.
    pub used_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub used_by_cashier_id: Option<CashierId>,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// A test user's.
    pub is_test: bool,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
}

/// `discounts.source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscountSource {
    /// The channel subscription.
    Subscription,
    /// The birthday.
    Birthday,
    /// Joining a campaign.
    Campaign,
    /// An admin or operator, by hand.
    Manual,
    /// A broadcast.
    Broadcast,
    /// An import.
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
    /// How many redemptions are left; at least 0.
    pub fn uses_left(&self) -> u32 {
        self.usage.max_uses().saturating_sub(self.uses_count)
    }

    /// Whether it would be redeemed now, the purchase amount aside.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if let Some(at) = self.revoked_at {
            Err(Refusal::Revoked { at })
        } else if self.uses_left() == 0 {
            Err(Refusal::AlreadyUsed { at: self.used_at })
        } else if now > self.expires_at {
            Err(Refusal::Expired {
                at: self.expires_at,
            })
        } else {
            Ok(())
        }
    }

    /// What a purchase of `amount` saves; `None` without an amount. Refused below the minimum.
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
