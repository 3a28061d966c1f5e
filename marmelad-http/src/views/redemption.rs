//! Checking, redeeming, undoing.

use marmelad_core::domain::redemption as domain;
use marmelad_core::usecases::CheckOutcome;
use poem_openapi::{Enum, Object};

use super::{Amount, Discount};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CheckResult {
    /// `valid`, or why it would be refused.
    pub status: CodeStatus,
    /// The code in its normal form, else what was typed.
    pub code: String,
    /// The discount, when there is one.
    pub discount: Option<Discount>,
    /// Whose it is.
    pub user: Option<DiscountOwner>,
}

/// A redemption.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RedeemResult {
    /// Always `success`.
    pub status: CodeStatus,
    /// The row of the usage log, by which it can be undone.
    pub usage_log_id: i64,
    /// The discount after it.
    pub discount: Discount,
    /// Whose it is.
    pub user: DiscountOwner,
    /// The purchase, when an amount was given.
    pub order: Option<RedeemedOrder>,
    /// How many redemptions are left.
    pub uses_left: u32,
}

/// A redemption taken back.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UndoResult {
    /// Always `undone`.
    pub status: CodeStatus,
    /// The new row of the usage log.
    pub usage_log_id: i64,
    /// The discount after it.
    pub discount: Discount,
    /// Whose it is.
    pub user: DiscountOwner,
}

/// The part of a client that the person at the till sees.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct DiscountOwner {
    /// Row id of the client.
    pub id: i64,
    /// What they are called.
    pub display_name: String,
}

/// The purchase that a redemption recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct RedeemedOrder {
    /// Row id of the order.
    pub id: i64,
    /// Before the discount.
    pub amount: Amount,
    /// What was saved.
    pub discount_amount: Amount,
}

/// What is to be said about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum CodeStatus {
    /// It would be redeemed now.
    Valid,
    /// It was redeemed.
    Success,
    /// A redemption was taken back.
    Undone,
    /// No such code.
    NotFound,
    /// Used up.
    AlreadyUsed,
    /// Its last day is over.
    Expired,
    /// Withdrawn.
    Revoked,
    /// The cashier has no access.
    CashierNotActive,
    /// It holds from a minimum, and no amount was given.
    AmountRequired,
    /// The amount is below the minimum.
    BelowMinimum,
    /// Too many unknown codes were typed.
    Paused,
}

impl From<domain::UsageStatus> for CodeStatus {
    fn from(status: domain::UsageStatus) -> Self {
        match status {
            domain::UsageStatus::Success => Self::Success,
            domain::UsageStatus::AlreadyUsed => Self::AlreadyUsed,
            domain::UsageStatus::NotFound => Self::NotFound,
            domain::UsageStatus::Expired => Self::Expired,
            domain::UsageStatus::Revoked => Self::Revoked,
            domain::UsageStatus::CashierNotActive => Self::CashierNotActive,
            domain::UsageStatus::AmountRequired => Self::AmountRequired,
            domain::UsageStatus::BelowMinimum => Self::BelowMinimum,
            domain::UsageStatus::Paused => Self::Paused,
            domain::UsageStatus::Undone => Self::Undone,
        }
    }
}

impl From<&CheckOutcome> for CheckResult {
    fn from(outcome: &CheckOutcome) -> Self {
        match outcome {
            CheckOutcome::Valid { discount, client } => Self {
                status: CodeStatus::Valid,
                code: discount.code.to_string(),
                discount: Some((&**discount).into()),
                user: Some(client.into()),
            },
            CheckOutcome::Refused {
                code,
                refusal,
                discount,
            } => Self {
                status: refusal.status().into(),
                code: code.clone(),
                discount: discount.as_deref().map(Discount::from),
                user: None,
            },
        }
    }
}

impl From<&domain::Redemption> for RedeemResult {
    fn from(redemption: &domain::Redemption) -> Self {
        Self {
            status: CodeStatus::Success,
            usage_log_id: redemption.usage_log_id.0,
            discount: (&redemption.discount).into(),
            user: (&redemption.client).into(),
            order: redemption.order.map(RedeemedOrder::from),
            uses_left: redemption.discount.uses_left(),
        }
    }
}

impl From<&domain::ClientCard> for DiscountOwner {
    fn from(client: &domain::ClientCard) -> Self {
        Self {
            id: client.user_id.0,
            display_name: client.display_name.clone(),
        }
    }
}

impl From<domain::RedeemedOrder> for RedeemedOrder {
    fn from(order: domain::RedeemedOrder) -> Self {
        Self {
            id: order.id.0,
            amount: order.amount.into(),
            discount_amount: order.discount_amount.into(),
        }
    }
}
