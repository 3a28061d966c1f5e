//! What reports count.

use marmelad_core::reports as domain;
use poem_openapi::Object;

/// Codes and what they brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CodeNumbers {
    /// Codes issued, revoked ones too.
    pub issued: u64,
    /// Redemptions that stand, on the day of the redemption. A code for several uses counts with each.
    pub redeemed: u64,
    /// Redemptions that were taken back since, on the day of the redemption.
    pub undone: u64,
    /// `redeemed` in percent of `issued`, with two places: `"12.50"`. May exceed 100, since codes of earlier days are
    /// redeemed too; left out where none was issued.
    pub redemption_rate: Option<String>,
    /// Purchases known with their amount; in the summary those without a code too.
    pub orders: u64,
    /// What was bought in them, before discounts: `"1500.00"`.
    pub revenue: String,
    /// What the codes saved in them: `"150.00"`.
    pub discount: String,
}

/// The shop in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SummaryNumbers {
    /// Clients who came for the first time.
    pub new_clients: u64,
    /// Of those, who was subscribed to the channel when last looked at.
    pub subscribed: u64,
    /// Clients who blocked the bot then and still do.
    pub blocked: u64,
    /// Clients who opted out of marketing then and still are.
    pub opted_out: u64,
    /// Codes and purchases.
    #[oai(flatten)]
    pub codes: CodeNumbers,
}

/// What cashiers did.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CashierNumbers {
    /// Redemptions that stand, on the day of the redemption.
    pub redeemed: u64,
    /// Redemptions that were taken back since, by whomever, on the day of the redemption.
    pub undone: u64,
    /// Codes typed that there are not.
    pub wrong_codes: u64,
    /// Purchases known with their amount.
    pub orders: u64,
    /// What was bought in them, before discounts: `"1500.00"`.
    pub revenue: String,
    /// What the codes saved in them: `"150.00"`.
    pub discount: String,
}

/// What campaigns brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct CampaignNumbers {
    /// Clients who joined.
    pub joined: u64,
    /// Of those, who became a client by it.
    pub new_clients: u64,
    /// Its codes and what they brought.
    #[oai(flatten)]
    pub codes: CodeNumbers,
}

/// The way from sent to paid.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BroadcastNumbers {
    /// Whom it was meant for.
    pub audience: u64,
    /// Whom it reached.
    pub sent: u64,
    /// Codes given with it.
    pub issued: u64,
    /// Of those, codes with a use that stands.
    pub redeemed: u64,
    /// `redeemed` in percent of `issued`, with two places: `"12.50"`; left out where none was issued.
    pub redemption_rate: Option<String>,
    /// Purchases with them, known with their amount.
    pub orders: u64,
    /// What was bought in them, before discounts: `"1500.00"`.
    pub revenue: String,
    /// What the codes saved in them: `"150.00"`.
    pub discount: String,
    /// `revenue` − `discount`.
    pub net: String,
}

impl From<domain::CodeNumbers> for CodeNumbers {
    fn from(numbers: domain::CodeNumbers) -> Self {
        Self {
            issued: numbers.issued,
            redeemed: numbers.redeemed,
            undone: numbers.undone,
            redemption_rate: numbers.redemption_rate().map(|rate| rate.to_string()),
            orders: numbers.orders,
            revenue: numbers.revenue.to_string(),
            discount: numbers.discount.to_string(),
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
            revenue: numbers.revenue.to_string(),
            discount: numbers.discount.to_string(),
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
            redemption_rate: numbers.redemption_rate().map(|rate| rate.to_string()),
            orders: numbers.orders,
            revenue: numbers.revenue.to_string(),
            discount: numbers.discount.to_string(),
            net: numbers.net().to_string(),
        }
    }
}
