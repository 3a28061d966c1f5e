//! `report …`

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use marmelad_core::reports::{GroupBy, PeriodQuery};

/// Commands that show reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Show the whole shop by day, and what needs attention.
    #[command(after_help = "Examples:
  marmelad-cli report summary
  marmelad-cli report summary --from 2026-01-01 --to 2026-03-31 --group-by month
  marmelad-cli report summary --json | jq .totals.revenue")]
    Summary(Days),
    /// Show codes issued and redeemed, by template and by source.
    #[command(after_help = "Example:
  marmelad-cli report discounts --from 2026-01-01 --group-by week")]
    Discounts(Days),
    /// Show redemptions, undone redemptions and wrong codes of each cashier.
    #[command(after_help = "Example:
  marmelad-cli report cashiers --from 2026-03-01")]
    Cashiers(Days),
    /// Show participants, codes and purchases of each campaign.
    #[command(after_help = "Example:
  marmelad-cli report campaigns --from 2026-03-01")]
    Campaigns(Days),
    /// Show recipients, codes and purchases of the broadcasts started in the period.
    #[command(after_help = "Example:
  marmelad-cli report broadcasts --from 2026-01-01 --group-by month")]
    Broadcasts(Days),
}

/// The period of a report.
#[derive(Debug, Clone, Copy, Args)]
pub struct Days {
    /// First day in the shops' time zone; by default 30 days up to --to are shown.
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Last day, included; today by default. At most 1096 days.
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// Length of a bucket: day, week (from Monday), month; by default day, or week for more than 366 days.
    #[arg(long, value_name = "WHAT")]
    group_by: Option<GroupBy>,
}

impl From<Days> for PeriodQuery {
    fn from(days: Days) -> Self {
        Self { from: days.from, to: days.to, group_by: days.group_by }
    }
}
