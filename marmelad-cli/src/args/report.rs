//! `report …`

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use marmelad_core::reports::{GroupBy, PeriodQuery};

/// Reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// The shop in numbers, day by day, and what needs a look.
    #[command(after_help = "Examples:
  marmelad-cli report summary
  marmelad-cli report summary --from 2026-01-01 --to 2026-03-31 --group-by month
  marmelad-cli report summary --json | jq .totals.revenue")]
    Summary(Days),
    /// Codes issued and redeemed, by template and by what they were given for.
    #[command(after_help = "Example:
  marmelad-cli report discounts --from 2026-01-01 --group-by week")]
    Discounts(Days),
    /// What each cashier redeemed, and what was taken back.
    #[command(after_help = "Example:
  marmelad-cli report cashiers --from 2026-03-01")]
    Cashiers(Days),
    /// Who joined which campaign, and what it brought.
    #[command(after_help = "Example:
  marmelad-cli report campaigns --from 2026-03-01")]
    Campaigns(Days),
    /// From sent to paid, of the broadcasts started in these days.
    #[command(after_help = "Example:
  marmelad-cli report broadcasts --from 2026-01-01 --group-by month")]
    Broadcasts(Days),
}

/// Which days a report is about.
#[derive(Debug, Clone, Copy, Args)]
pub struct Days {
    /// The first day, local to the shops; 30 days up to `--to` unless given.
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// The last day, included; today unless given. At most 1096 days.
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// What a bar stands for: day, week (from Monday), month; day unless there are more than 366.
    #[arg(long, value_name = "WHAT")]
    group_by: Option<GroupBy>,
}

impl From<Days> for PeriodQuery {
    fn from(days: Days) -> Self {
        Self {
            from: days.from,
            to: days.to,
            group_by: days.group_by,
        }
    }
}
