//! Callback data of the auth bot's buttons.

use crate::callbacks::UnknownButton;
use std::fmt;
use std::str::FromStr;

use crate::discounts::DiscountCode;
use crate::kernel::{CashierId, UsageLogId};

/// A button in the auth bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthButton {
    Redeem(DiscountCode),
    /// «Погасить с суммой»: `amount:{code}`.
    Amount(DiscountCode),
    Cancel,
    Undo(UsageLogId),
    Approve(CashierId),
    Reject(CashierId),
    BecomeCashier,
}

impl fmt::Display for AuthButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redeem(code) => write!(f, "redeem:{code}"),
            Self::Amount(code) => write!(f, "amount:{code}"),
            Self::Cancel => f.write_str("cancel"),
            Self::Undo(log) => write!(f, "undo:{log}"),
            Self::Approve(cashier) => write!(f, "approve:{cashier}"),
            Self::Reject(cashier) => write!(f, "reject:{cashier}"),
            Self::BecomeCashier => f.write_str("become_cashier"),
        }
    }
}

impl FromStr for AuthButton {
    type Err = UnknownButton;

    fn from_str(data: &str) -> Result<Self, Self::Err> {
        let (word, value) = data.split_once(':').unwrap_or((data, ""));
        let code = || DiscountCode::parse_exact(value).ok_or(UnknownButton);
        let id = || value.parse::<i64>().map_err(|_| UnknownButton);
        Ok(match word {
            "redeem" => Self::Redeem(code()?),
            "amount" => Self::Amount(code()?),
            "undo" => Self::Undo(id()?.into()),
            "approve" => Self::Approve(id()?.into()),
            "reject" => Self::Reject(id()?.into()),
            "cancel" if data == "cancel" => Self::Cancel,
            "become_cashier" if data == "become_cashier" => Self::BecomeCashier,
            _ => return Err(UnknownButton),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::UnknownButton;

    #[test]
    fn every_button_is_read_back_and_fits_in_64_bytes() {
        let code = DiscountCode::parse_exact("ДЯА4589").unwrap();
        for button in [
            AuthButton::Redeem(code.clone()),
            AuthButton::Amount(code),
            AuthButton::Cancel,
            AuthButton::Undo(UsageLogId(i64::MAX)),
            AuthButton::Approve(CashierId(1)),
            AuthButton::Reject(CashierId(1)),
            AuthButton::BecomeCashier,
        ] {
            let data = button.to_string();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(data.parse(), Ok(button));
        }
    }

    #[test]
    fn unknown_callback_data_is_refused() {
        for data in [
            "",
            "redeem",
            "redeem:ABC1234",
            "redeem:ДЯА45890",
            "undo:x",
            "cancel:1",
            "x:1",
            "approve:",
        ] {
            assert_eq!(data.parse::<AuthButton>(), Err(UnknownButton), "{data}");
        }
    }
}
