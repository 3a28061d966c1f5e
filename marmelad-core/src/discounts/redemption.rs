//! Types of checks and redemptions: requester and result.

use chrono::{DateTime, Utc};

use crate::discounts::{Discount, Refusal};
use crate::kernel::{AdminId, CashierId, ClientId, Money, OrderId, UsageLogId};

/// Where an attempt came from; column `discount_usage_logs.source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageSource {
    Bot,
    Api,
    Cli,
}

crate::kernel::text_enum!(UsageSource {
    Bot => "bot",
    Api => "api",
    Cli => "cli",
});

/// Who checks, redeems or undoes, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redeemer {
    /// The cashier, whose access is checked at each attempt. `None` for an operator or admin.
    pub cashier_id: Option<CashierId>,
    /// The admin, for attempts through the API.
    pub admin_id: Option<AdminId>,
    pub source: UsageSource,
}

impl Redeemer {
    /// A cashier in the auth bot's chat.
    pub fn cashier_in_chat(cashier_id: CashierId) -> Self {
        Self { cashier_id: Some(cashier_id), admin_id: None, source: UsageSource::Bot }
    }
}

/// The facts about a client that a cashier sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCard {
    pub user_id: ClientId,
    pub display_name: String,
}

/// Every check of a code but the purchase amount, in their order: the cashier's access, the cashier's pause after too
/// many unknown codes, the discount itself (`None` = no such code).
pub fn may_redeem(
    has_access: bool,
    paused_until: Option<DateTime<Utc>>,
    discount: Option<&Discount>,
    now: DateTime<Utc>,
) -> Result<&Discount, Refusal> {
    if !has_access {
        return Err(Refusal::CashierNotActive);
    }
    if let Some(until) = paused_until {
        return Err(Refusal::Paused { until });
    }
    let discount = discount.ok_or(Refusal::NotFound)?;
    discount.check(now)?;
    Ok(discount)
}

/// A redemption that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    /// Row in the usage log, needed for an undo.
    pub usage_log_id: UsageLogId,
    /// The discount after the redemption.
    pub discount: Discount,
    pub client: ClientCard,
    /// The recorded purchase, when an amount was given.
    pub order: Option<RedeemedOrder>,
    pub at: DateTime<Utc>,
    /// The answer repeats the result of an earlier attempt with the same key.
    pub is_replay: bool,
}

/// A redemption in the usage log, undone or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRedemption {
    pub usage_log_id: UsageLogId,
    /// The redeeming cashier; `None` = an operator or admin.
    pub cashier_id: Option<CashierId>,
    /// The shop, if it was known.
    pub shop: Option<String>,
    pub at: DateTime<Utc>,
    /// Time of the undo, if undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// The purchase recorded by a redemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedeemedOrder {
    pub id: OrderId,
    /// Sum before the discount.
    pub amount: Money,
    pub discount_amount: Money,
}
