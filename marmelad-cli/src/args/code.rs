//! `code …`

use clap::{Args, Subcommand};
use marmelad_core::kernel::Money;

/// Commands on codes. Any spelling is accepted: any case, spaces, dashes, Latin look-alikes.
#[derive(Debug, Subcommand)]
pub enum CodeCommand {
    /// Show the value and the client of a code; a refusal is written to the usage log.
    #[command(after_help = "Examples:
  marmelad-cli code check ДЯА4589
  marmelad-cli code check 'дяа 4589' --json")]
    Check {
        /// The code; spelling variants are accepted.
        code: String,
    },
    /// Redeem a code; asks for confirmation on a terminal.
    #[command(after_help = "Examples:
  marmelad-cli code redeem ДЯА4589
  marmelad-cli code redeem ДЯА4589 --amount 1500 --cashier 123456789 --yes
  marmelad-cli code redeem ДЯА4589 --yes --idempotency-key receipt-4711 --json")]
    Redeem(Redeem),
    /// Undo the last redemption of a code; the client is notified.
    #[command(after_help = "Example:
  marmelad-cli code undo ДЯА4589 --reason 'ошибка кассира'")]
    Undo {
        /// The code; spelling variants are accepted.
        code: String,
        /// The reason; at most 255 characters are stored.
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
    /// Revoke a code that is not used up.
    #[command(after_help = "Example:
  marmelad-cli code revoke ДЯА4589 --reason 'опубликован в чате'")]
    Revoke {
        /// The code; spelling variants are accepted.
        code: String,
        /// The reason; at most 255 characters are stored.
        #[arg(long)]
        reason: String,
    },
}

/// Arguments of `code redeem`.
#[derive(Debug, Args)]
pub struct Redeem {
    /// The code; spelling variants are accepted.
    pub code: String,
    /// Redeem in the name of this cashier, by Telegram id; the cashier's access is checked.
    #[arg(long, value_name = "TG_ID")]
    pub cashier: Option<i64>,
    /// Purchase amount before the discount, in roubles: 1500, '1 500,50'.
    #[arg(long, value_name = "AMOUNT", value_parser = Money::parse_typed)]
    pub amount: Option<Money>,
    /// Do not ask for confirmation.
    #[arg(long, short)]
    pub yes: bool,
    /// Idempotency key: a repetition with the same key returns the first answer and changes nothing.
    #[arg(long, value_name = "KEY", value_parser = key)]
    pub idempotency_key: Option<String>,
}

/// Parses an idempotency key: 1–150 visible ASCII characters, so that the key with its prefix fits the store's 160 bytes.
fn key(text: &str) -> Result<String, String> {
    let fits = (1..=150).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits {
        Ok(text.to_owned())
    } else {
        Err("1 to 150 visible ASCII characters without spaces are needed".into())
    }
}
