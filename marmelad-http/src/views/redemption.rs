//! Checks, redemptions and undos of codes.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::CheckOutcome;
use poem_openapi::{Enum, Object};

use super::{Decimal, Discount, view, words};

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

view! {
    /// A client by id and name.
    Client of client: domain::ClientCard {
        /// Id of the client.
        id: i64 = client.user_id.0,
        /// Name of the client.
        display_name: String,
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

view! {
    /// The purchase of a redemption.
    RedeemedOrder of order: domain::RedeemedOrder {
        /// Id of the purchase.
        id: i64,
        /// Amount before the discount, in roubles.
        amount: Decimal,
        /// Discount, in roubles.
        discount_amount: Decimal,
    }
}

view! {
    /// A redemption.
    Redemption of redemption: domain::Redemption {
        /// Always `success`.
        status: UsageStatus = UsageStatus::Success,
        /// Id of the entry of the usage log, to undo the redemption.
        usage_log_id: i64,
        /// Redemptions left.
        uses_left: u32 = redemption.discount.uses_left(),
        /// The discount after the redemption.
        discount: Discount,
        /// The client who holds the code.
        user: Client = redemption.client.into(),
        /// The purchase, if an amount was given.
        order: Option<RedeemedOrder>,
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
