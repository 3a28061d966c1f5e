//! `cashier …`, `admin …`

use clap::{Args, Subcommand};
use marmelad_core::staff::{CashierStatus, NotificationGroup, Role};

/// Cashiers.
#[derive(Debug, Subcommand)]
pub enum CashierCommand {
    /// List cashiers and requests, oldest first.
    #[command(after_help = "Examples:
  marmelad-cli cashier list
  marmelad-cli cashier list --status pending")]
    List {
        /// Only in this status: pending, active, rejected, inactive.
        #[arg(long, value_name = "STATUS")]
        status: Option<CashierStatus>,
    },
    /// Let a cashier in; they are told.
    #[command(after_help = "Examples:
  marmelad-cli cashier approve 123456789
  marmelad-cli cashier approve 123456789 --shop 'Светланская, 33'")]
    Approve {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
        /// Where they work; stands in each of their redemptions.
        #[arg(long)]
        shop: Option<String>,
    },
    /// Refuse a request; they are told and may ask again after 24 hours.
    #[command(after_help = "Example:
  marmelad-cli cashier reject 123456789")]
    Reject {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
    /// Withdraw a cashier's access; they are told.
    #[command(after_help = "Example:
  marmelad-cli cashier deactivate 123456789")]
    Deactivate {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
}

/// Admins.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Add an admin, or change and activate the one with this Telegram id.
    #[command(after_help = "Examples:
  marmelad-cli admin add 123456789 --role owner --name Ольга
  marmelad-cli admin add 123456789 --role marketing --groups broadcasts,alerts")]
    Add(AddAdmin),
    /// List admins, oldest first.
    #[command(after_help = "Example:
  marmelad-cli admin list --json")]
    List,
    /// Make a one-time link into the panel, good for 5 minutes.
    #[command(after_help = "Example:
  marmelad-cli admin login-link 123456789")]
    LoginLink {
        /// The admin's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
}

/// `admin add`
#[derive(Debug, Args)]
pub struct AddAdmin {
    /// Telegram id.
    #[arg(value_name = "TG_ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub telegram_id: i64,
    /// What others see; of a known admin the name stays as it is.
    #[arg(long)]
    pub name: Option<String>,
    /// What they may do: readonly, marketing, owner.
    #[arg(long, default_value_t = Role::Readonly)]
    pub role: Role,
    /// What they are told, with commas: cashier_requests, broadcasts, alerts, daily_report. Not given: all
    /// for an owner, else nothing new.
    #[arg(long, value_delimiter = ',')]
    pub groups: Option<Vec<NotificationGroup>>,
}
