//! Redeeming: who asks, what is answered, what is written down.

use chrono::{DateTime, Utc};

use crate::discounts::Discount;
use crate::kernel::{AdminId, CashierId, Money, OrderId, UsageLogId, UserId};

/// Why a check or a redemption is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No such code, or not a code at all.
    NotFound,
    /// Used up.
    AlreadyUsed {
        /// The last redemption.
        at: Option<DateTime<Utc>>,
    },
    /// Its last day is over.
    Expired {
        /// The last valid millisecond.
        at: DateTime<Utc>,
    },
    /// Withdrawn.
    Revoked {
        /// When.
        at: DateTime<Utc>,
    },
    /// The cashier who asks has no access.
    CashierNotActive,
    /// It holds from a minimum, and no amount was given.
    AmountRequired {
        /// The minimum.
        minimum: Money,
    },
    /// The amount is below the minimum.
    BelowMinimum {
        /// The minimum.
        minimum: Money,
    },
    /// Too many unknown codes were typed.
    Paused {
        /// When codes are taken again.
        until: DateTime<Utc>,
    },
}

impl Refusal {
    /// What the usage log says.
    pub fn status(self) -> UsageStatus {
        match self {
            Self::NotFound => UsageStatus::NotFound,
            Self::AlreadyUsed { .. } => UsageStatus::AlreadyUsed,
            Self::Expired { .. } => UsageStatus::Expired,
            Self::Revoked { .. } => UsageStatus::Revoked,
            Self::CashierNotActive => UsageStatus::CashierNotActive,
            Self::AmountRequired { .. } => UsageStatus::AmountRequired,
            Self::BelowMinimum { .. } => UsageStatus::BelowMinimum,
            Self::Paused { .. } => UsageStatus::Paused,
        }
    }
}

/// `discount_usage_logs.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageStatus {
    /// Redeemed.
    Success,
    /// Used up before.
    AlreadyUsed,
    /// Unknown.
    NotFound,
    /// Too late.
    Expired,
    /// Withdrawn.
    Revoked,
    /// The cashier has no access.
    CashierNotActive,
    /// An amount is needed.
    AmountRequired,
    /// The amount is too small.
    BelowMinimum,
    /// The cashier is paused.
    Paused,
    /// An undo of an earlier success.
    Undone,
}

crate::kernel::text_enum!(UsageStatus {
    Success => "success",
    AlreadyUsed => "already_used",
    NotFound => "not_found",
    Expired => "expired",
    Revoked => "revoked",
    CashierNotActive => "cashier_not_active",
    AmountRequired => "amount_required",
    BelowMinimum => "below_minimum",
    Paused => "paused",
    Undone => "undone",
});

/// `discount_usage_logs.source`: where an attempt came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageSource {
    /// The auth bot.
    Bot,
    /// The REST API.
    Api,
    /// The command line.
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
    /// The cashier, whose access is checked each time. `None` for an operator or admin.
    pub cashier_id: Option<CashierId>,
    /// The admin, by the API.
    pub admin_id: Option<AdminId>,
    /// From where.
    pub source: UsageSource,
}

impl Redeemer {
    /// A cashier in the auth bot's chat.
    pub fn cashier_in_chat(cashier_id: CashierId) -> Self {
        Self {
            cashier_id: Some(cashier_id),
            admin_id: None,
            source: UsageSource::Bot,
        }
    }
}

/// The part of a client that the person at the till sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCard {
    /// Whose code it is.
    pub user_id: UserId,
    /// What they are called.
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
    /// Its row in the usage log, by which it can be undone.
    pub usage_log_id: UsageLogId,
    /// The discount after it.
    pub discount: Discount,
    /// Whose code it is.
    pub client: ClientCard,
    /// The purchase, when an amount was given.
    pub order: Option<RedeemedOrder>,
    /// When.
    pub at: DateTime<Utc>,
    /// This is the first answer given again to the same press.
    pub is_replay: bool,
}

/// A redemption as the usage log remembers it, undone or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRedemption {
    /// Its row.
    pub usage_log_id: UsageLogId,
    /// Who redeemed, if a cashier.
    pub cashier_id: Option<CashierId>,
    /// Where, if that was known.
    pub shop: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// The purchase a redemption recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedeemedOrder {
    /// `orders.id`.
    pub id: OrderId,
    /// Before the discount.
    pub amount: Money,
    /// What was saved.
    pub discount_amount: Money,
}
