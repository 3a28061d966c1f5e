//! `code …`

use clap::{Args, Subcommand};
use marmelad_core::kernel::Money;

/// Codes. They may be typed as people type them: any case, spaces, dashes, Latin look-alikes.
#[derive(Debug, Subcommand)]
pub enum CodeCommand {
    /// Say what a code is worth and whose it is; a refusal is written to the usage log.
    #[command(after_help = "Examples:
  marmelad-cli code check ДЯА4589
  marmelad-cli code check 'дяа 4589' --json")]
    Check {
        /// The code.
        code: String,
    },
    /// Redeem a code; asks for confirmation on a terminal.
    #[command(after_help = "Examples:
  marmelad-cli code redeem ДЯА4589
  marmelad-cli code redeem ДЯА4589 --amount 1500 --cashier 123456789 --yes
  marmelad-cli code redeem ДЯА4589 --yes --idempotency-key receipt-4711 --json")]
    Redeem(Redeem),
    /// Take the last redemption of a code back; the client is told.
    #[command(after_help = "Example:
  marmelad-cli code undo ДЯА4589 --reason 'ошибка кассира'")]
    Undo {
        /// The code.
        code: String,
        /// Why; at most 255 characters are kept.
        #[arg(long)]
        reason: String,
    },
    /// Issue a code to a client by hand.
    #[command(after_help = "Example:
  marmelad-cli code issue --user 123456789 --template 3")]
    Issue {
        /// The client's Telegram id.
        #[arg(long, value_name = "TG_ID")]
        user: i64,
        /// The template's id, as `template list` shows it.
        #[arg(long, value_name = "ID")]
        template: i64,
    },
    /// Withdraw a code that is not used up.
    #[command(after_help = "Example:
  marmelad-cli code revoke ДЯА4589 --reason 'опубликован в чате'")]
    Revoke {
        /// The code.
        code: String,
        /// Why; at most 255 characters are kept.
        #[arg(long)]
        reason: String,
    },
}

/// `code redeem`
#[derive(Debug, Args)]
pub struct Redeem {
    /// The code.
    pub code: String,
    /// The cashier in whose name, by Telegram id; their access is checked.
    #[arg(long, value_name = "TG_ID")]
    pub cashier: Option<i64>,
    /// The purchase before the discount, in roubles: 1500, '1 500,50'.
    #[arg(long, value_name = "AMOUNT", value_parser = Money::parse_typed)]
    pub amount: Option<Money>,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
    /// A repetition with the same key gets the first answer again and changes nothing.
    #[arg(long, value_name = "KEY", value_parser = key)]
    pub idempotency_key: Option<String>,
}

/// As the API's `Idempotency-Key`, but no longer than the store keeps with its prefix.
fn key(text: &str) -> Result<String, String> {
    let fits = (1..=150).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits {
        Ok(text.to_owned())
    } else {
        Err("1 to 150 visible ASCII characters without spaces are needed".into())
    }
}
