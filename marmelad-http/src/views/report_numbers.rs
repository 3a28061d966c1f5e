//! What reports count.

use marmelad_core::reports as domain;
use poem_openapi::Object;

use super::Decimal;

/// Discounts and purchases in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CodeNumbers {
    /// Codes issued, including those revoked later.
    pub issued: u64,
    /// Redemptions that were not undone, on the day of redemption. Each use of a multi-use code counts.
    pub redeemed: u64,
    /// Redemptions undone later, on the day of redemption.
    pub undone: u64,
    /// `redeemed` in percent of `issued`, with two decimal places. Can exceed 100, since codes issued earlier are
    /// redeemed too; absent if none was issued.
    pub redemption_rate: Option<Decimal>,
    /// Purchases with a known amount; in the summary also those without a code.
    pub orders: u64,
    /// Sum of these purchases before discounts, in roubles.
    pub revenue: Decimal,
    /// Sum of the discounts of these purchases, in roubles.
    pub discount: Decimal,
}

/// Clients, discounts and purchases in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SummaryNumbers {
    /// New clients.
    pub new_clients: u64,
    /// New clients who were subscribed to the channel at the last check.
    pub subscribed: u64,
    /// Clients who blocked the bot in the period and still do.
    pub blocked: u64,
    /// Clients who opted out of marketing in the period and still do.
    pub opted_out: u64,
    /// Discounts and purchases.
    #[oai(flatten)]
    pub codes: CodeNumbers,
}

/// Work of cashiers in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CashierNumbers {
    /// Redemptions that were not undone, on the day of redemption.
    pub redeemed: u64,
    /// Redemptions undone later by anybody, on the day of redemption.
    pub undone: u64,
    /// Attempts with unknown codes.
    pub wrong_codes: u64,
    /// Purchases with a known amount.
    pub orders: u64,
    /// Sum of these purchases before discounts, in roubles.
    pub revenue: Decimal,
    /// Sum of the discounts of these purchases, in roubles.
    pub discount: Decimal,
}

/// Campaigns in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignNumbers {
    /// Clients who joined.
    pub joined: u64,
    /// Clients who joined as their first contact.
    pub new_clients: u64,
    /// Discounts of the campaigns.
    #[oai(flatten)]
    pub codes: CodeNumbers,
}

/// Broadcasts in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BroadcastNumbers {
    /// Recipients.
    pub audience: u64,
    /// Recipients who got the message.
    pub sent: u64,
    /// Codes issued with the broadcasts.
    pub issued: u64,
    /// Issued codes with at least one redemption that was not undone.
    pub redeemed: u64,
    /// `redeemed` in percent of `issued`, with two decimal places; absent if none was issued.
    pub redemption_rate: Option<Decimal>,
    /// Purchases with these codes and a known amount.
    pub orders: u64,
    /// Sum of these purchases before discounts, in roubles.
    pub revenue: Decimal,
    /// Sum of the discounts of these purchases, in roubles.
    pub discount: Decimal,
    /// `revenue` − `discount`, in roubles.
    pub net: Decimal,
}

impl From<domain::CodeNumbers> for CodeNumbers {
    fn from(numbers: domain::CodeNumbers) -> Self {
        Self {
            issued: numbers.issued,
            redeemed: numbers.redeemed,
            undone: numbers.undone,
            redemption_rate: numbers.redemption_rate().map(Decimal::of),
            orders: numbers.orders,
            revenue: Decimal::of(numbers.revenue),
            discount: Decimal::of(numbers.discount),
        }
    }
}

impl From<domain::SummaryNumbers> for SummaryNumbers {
    fn from(numbers: domain::SummaryNumbers) -> Self {
        Self {
            new_clients: numbers.new_clients,
            subscribed: numbers.subscribed,
            blocked: numbers.blocked,
            opted_out: numbers.opted_out,
            codes: numbers.codes.into(),
        }
    }
}

impl From<domain::CashierNumbers> for CashierNumbers {
    fn from(numbers: domain::CashierNumbers) -> Self {
        Self {
            redeemed: numbers.redeemed,
            undone: numbers.undone,
            wrong_codes: numbers.wrong_codes,
            orders: numbers.orders,
            revenue: Decimal::of(numbers.revenue),
            discount: Decimal::of(numbers.discount),
        }
    }
}

impl From<domain::CampaignNumbers> for CampaignNumbers {
    fn from(numbers: domain::CampaignNumbers) -> Self {
        Self {
            joined: numbers.joined,
            new_clients: numbers.new_clients,
            codes: numbers.codes.into(),
        }
    }
}

impl From<domain::BroadcastNumbers> for BroadcastNumbers {
    fn from(numbers: domain::BroadcastNumbers) -> Self {
        Self {
            audience: numbers.audience,
            sent: numbers.sent,
            issued: numbers.issued,
            redeemed: numbers.redeemed,
            redemption_rate: numbers.redemption_rate().map(Decimal::of),
            orders: numbers.orders,
            revenue: Decimal::of(numbers.revenue),
            discount: Decimal::of(numbers.discount),
            net: Decimal::of(numbers.net()),
        }
    }
}
