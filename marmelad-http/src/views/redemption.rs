//! Checks, redemptions and undos of codes.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::CheckOutcome;
use poem_openapi::{Enum, Object};

use super::{Decimal, Discount, words};

words! {
    /// Result of an attempt to redeem a code.
    UsageStatus mirrors domain::UsageStatus {
        /// Redeemed.
        Success = "success",
        /// Refused: used up.
        AlreadyUsed = "already_used",
        /// Refused: no such code.
        NotFound = "not_found",
        /// Refused: expired.
        Expired = "expired",
        /// Refused: revoked.
        Revoked = "revoked",
        /// Refused: the cashier has no access.
        CashierNotActive = "cashier_not_active",
        /// Refused: the code needs a purchase amount.
        AmountRequired = "amount_required",
        /// Refused: the purchase is below the minimum of the code.
        BelowMinimum = "below_minimum",
        /// Refused: the cashier is paused after too many unknown codes.
        Paused = "paused",
        /// An earlier redemption was undone.
        Undone = "undone",
    }
}

/// Result of checking a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Can be redeemed now.
    Valid,
    /// Used up.
    AlreadyUsed,
    /// No such code.
    NotFound,
    /// Expired.
    Expired,
    /// Revoked.
    Revoked,
    /// The cashier has no access.
    CashierNotActive,
    /// The code needs a purchase amount.
    AmountRequired,
    /// The purchase is below the minimum of the code.
    BelowMinimum,
    /// The cashier is paused after too many unknown codes.
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

/// A client by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Client {
    /// Id of the client.
    pub id: i64,
    /// Name of the client.
    pub display_name: String,
}

impl From<domain::ClientCard> for Client {
    fn from(client: domain::ClientCard) -> Self {
        Self { id: client.user_id.0, display_name: client.display_name }
    }
}

/// Result of checking a code.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CheckResult {
    /// `valid`, or the reason for refusal.
    pub status: CheckStatus,
    /// The code in its normal form; if it is not a code, the beginning of the input.
    pub code: String,
    /// The discount, if the code exists.
    pub discount: Option<Discount>,
    /// The client who holds the code, if it is valid.
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
            CheckOutcome::Refused { code, refusal, discount } => Self {
                status: refusal.into(),
                code,
                discount: discount.map(|discount| (*discount).into()),
                user: None,
            },
        }
    }
}

/// The purchase of a redemption.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct RedeemedOrder {
    /// Id of the purchase.
    pub id: i64,
    /// Amount before the discount, in roubles.
    pub amount: Decimal,
    /// Discount, in roubles.
    pub discount_amount: Decimal,
}

/// A redemption.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Redemption {
    /// Always `success`.
    pub status: UsageStatus,
    /// Id of the entry of the usage log, to undo the redemption.
    pub usage_log_id: i64,
    /// The discount after the redemption.
    pub discount: Discount,
    /// The client who holds the code.
    pub user: Client,
    /// The purchase, if an amount was given.
    pub order: Option<RedeemedOrder>,
    /// Redemptions left.
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
                amount: Decimal::of(order.amount),
                discount_amount: Decimal::of(order.discount_amount),
            }),
        }
    }
}

/// An undone redemption.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Undo {
    /// Always `undone`.
    pub status: UsageStatus,
    /// Id of the new entry of the usage log.
    pub usage_log_id: i64,
    /// The discount after the undo.
    pub discount: Discount,
    /// The client who holds the code.
    pub user: Client,
}
