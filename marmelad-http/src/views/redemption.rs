//! Checks, redemptions and undos of codes.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::CheckOutcome;
use poem_openapi::{Enum, Object};

use super::{Discount, words};

words! {
    /// How an attempt ended.
    UsageStatus mirrors domain::UsageStatus {
        /// Redeemed.
        Success = "success",
        /// Used up before.
        AlreadyUsed = "already_used",
        /// Unknown.
        NotFound = "not_found",
        /// Too late.
        Expired = "expired",
        /// Withdrawn.
        Revoked = "revoked",
        /// The cashier has no access.
        CashierNotActive = "cashier_not_active",
        /// An amount is needed.
        AmountRequired = "amount_required",
        /// The amount is too small.
        BelowMinimum = "below_minimum",
        /// The cashier is paused.
        Paused = "paused",
        /// An undo of an earlier success.
        Undone = "undone",
    }
}

/// What a check of a code found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum CheckStatus {
    /// It would be redeemed now.
    Valid,
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
}

impl From<domain::Refusal> for CheckStatus {
    fn from(refusal: domain::Refusal) -> Self {
        match refusal {
            domain::Refusal::NotFound => Self::NotFound,
            domain::Refusal::AlreadyUsed { .. } => Self::AlreadyUsed,
            domain::Refusal::Expired { .. } => Self::Expired,
            domain::Refusal::Revoked { .. } => Self::Revoked,
            domain::Refusal::CashierNotActive => Self::CashierNotActive,
            domain::Refusal::AmountRequired { .. } => Self::AmountRequired,
            domain::Refusal::BelowMinimum { .. } => Self::BelowMinimum,
            domain::Refusal::Paused { .. } => Self::Paused,
        }
    }
}

/// The part of a client that the person at the till sees.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Client {
    /// `User.id`.
    pub id: i64,
    /// What they are called.
    pub display_name: String,
}

impl From<domain::ClientCard> for Client {
    fn from(client: domain::ClientCard) -> Self {
        Self {
            id: client.user_id.0,
            display_name: client.display_name,
        }
    }
}

/// What a code is worth.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CheckResult {
    /// Valid, or why not.
    pub status: CheckStatus,
    /// The code in its normal form, else what was typed, cut.
    pub code: String,
    /// The discount, when there is one.
    pub discount: Option<Discount>,
    /// Whose it is, when it is valid.
    pub user: Option<Client>,
}

impl From<CheckOutcome> for CheckResult {
    fn from(outcome: CheckOutcome) -> Self {
        match outcome {
            CheckOutcome::Valid { discount, client } => Self {
                status: CheckStatus::Valid,
                code: discount.code.to_string(),
                discount: Some((*discount).into()),
                user: Some(client.into()),
            },
            CheckOutcome::Refused {
                code,
                refusal,
                discount,
            } => Self {
                status: refusal.into(),
                code,
                discount: discount.map(|discount| (*discount).into()),
                user: None,
            },
        }
    }
}

/// A purchase made with a code.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct RedeemedOrder {
    /// Row id.
    pub id: i64,
    /// Before the discount.
    pub amount: String,
    /// What was saved.
    pub discount_amount: String,
}

/// A redemption that stands.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Redemption {
    /// Always `success`.
    pub status: UsageStatus,
    /// By which it can be undone.
    pub usage_log_id: i64,
    /// The discount after it.
    pub discount: Discount,
    /// Whose code it is.
    pub user: Client,
    /// The purchase, when an amount was given.
    pub order: Option<RedeemedOrder>,
    /// How many redemptions are left.
    pub uses_left: u32,
}

impl From<domain::Redemption> for Redemption {
    fn from(redemption: domain::Redemption) -> Self {
        Self {
            status: UsageStatus::Success,
            usage_log_id: redemption.usage_log_id.0,
            uses_left: redemption.discount.uses_left(),
            discount: redemption.discount.into(),
            user: redemption.client.into(),
            order: redemption.order.map(|order| RedeemedOrder {
                id: order.id.0,
                amount: order.amount.to_string(),
                discount_amount: order.discount_amount.to_string(),
            }),
        }
    }
}

/// A redemption that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Undo {
    /// Always `undone`.
    pub status: UsageStatus,
    /// The new log row.
    pub usage_log_id: i64,
    /// The discount after it.
    pub discount: Discount,
    /// Whose code it is.
    pub user: Client,
}
