//! Why a check or a redemption is refused, and what the usage log says about an attempt.

use chrono::{DateTime, Utc};

use crate::kernel::Money;

/// Why a check or a redemption is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The text is not a code, or the code does not exist.
    NotFound,
    /// The code is used up.
    AlreadyUsed {
        /// Time of the last redemption.
        at: Option<DateTime<Utc>>,
    },
    /// The code's last day is over.
    Expired {
        /// Last instant at which the code was valid.
        at: DateTime<Utc>,
    },
    /// The code was revoked.
    Revoked { at: DateTime<Utc> },
    /// The cashier has no access.
    CashierNotActive,
    /// The discount has a minimum, and no amount was given.
    AmountRequired { minimum: Money },
    /// The amount is below the minimum.
    BelowMinimum { minimum: Money },
    /// The cashier typed too many unknown codes.
    Paused {
        /// From when codes are accepted again.
        until: DateTime<Utc>,
    },
}

impl Refusal {
    /// The status for the usage log.
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

/// Result of an attempt; column `discount_usage_logs.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageStatus {
    Success,
    /// The code is used up.
    AlreadyUsed,
    /// Not an existing code.
    NotFound,
    Expired,
    Revoked,
    /// The cashier has no access.
    CashierNotActive,
    /// The discount has a minimum, and no amount was given.
    AmountRequired,
    /// The amount is below the minimum.
    BelowMinimum,
    /// The cashier typed too many unknown codes.
    Paused,
    /// A row that undoes an earlier success.
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
