//! `cashier …`, `admin …`

use clap::{Args, Subcommand};
use marmelad_core::staff::{CashierStatus, NotificationGroup, Role};

/// Commands on cashiers.
#[derive(Debug, Subcommand)]
pub enum CashierCommand {
    /// List cashiers and access requests, oldest first.
    #[command(after_help = "Examples:
  marmelad-cli cashier list
  marmelad-cli cashier list --status pending")]
    List {
        /// Only in this status: pending, active, rejected, inactive.
        #[arg(long, value_name = "STATUS")]
        status: Option<CashierStatus>,
    },
    /// Approve a cashier; the person is notified.
    #[command(after_help = "Examples:
  marmelad-cli cashier approve 123456789
  marmelad-cli cashier approve 123456789 --shop 'Светланская, 33'")]
    Approve {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
        /// The cashier's shop, written into each redemption.
        #[arg(long)]
        shop: Option<String>,
    },
    /// Reject a request; the person is notified and may ask again after 24 hours.
    #[command(after_help = "Example:
  marmelad-cli cashier reject 123456789")]
    Reject {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
    /// Withdraw a cashier's access; the person is notified.
    #[command(after_help = "Example:
  marmelad-cli cashier deactivate 123456789")]
    Deactivate {
        /// The cashier's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
}

/// Commands on admins.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Add an admin, or change and activate the admin with this Telegram id.
    #[command(after_help = "Examples:
  marmelad-cli admin add 123456789 --role owner --name Ольга
  marmelad-cli admin add 123456789 --role marketing --groups broadcasts,alerts")]
    Add(AddAdmin),
    /// List admins, oldest first.
    #[command(after_help = "Example:
  marmelad-cli admin list --json")]
    List,
    /// Create a one-time login link to the panel, valid for 5 minutes.
    #[command(after_help = "Example:
  marmelad-cli admin login-link 123456789")]
    LoginLink {
        /// The admin's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
}

/// Arguments of `admin add`.
#[derive(Debug, Args)]
pub struct AddAdmin {
    /// The admin's Telegram id.
    #[arg(value_name = "TG_ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub telegram_id: i64,
    /// Display name; a known admin keeps the present name when the option is absent.
    #[arg(long)]
    pub name: Option<String>,
    /// Role: readonly, marketing, owner.
    #[arg(long, default_value_t = Role::Readonly)]
    pub role: Role,
    /// Notification groups, separated by commas: cashier_requests, broadcasts, alerts, daily_report. By default all
    /// groups for an owner, and no change for other roles.
    #[arg(long, value_delimiter = ',')]
    pub groups: Option<Vec<NotificationGroup>>,
}
