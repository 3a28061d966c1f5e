//! `user …`

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand};
use marmelad_core::clients::{ClientQuery, TestUsers, UserFilter, UserSort, UserSortKey};
use marmelad_core::people::Gender;

use super::Paging;

/// Commands on clients.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// List clients, newest first unless sorted otherwise.
    #[command(after_help = "Examples:
  marmelad-cli user list
  marmelad-cli user list --search 'анна 4567'
  marmelad-cli user list --tag vip --age-from 25 --sort=-last_seen_at
  marmelad-cli user list --page 2 --per-page 200 --json")]
    List(ListUsers),
    /// Show one client and the codes they hold.
    #[command(after_help = "Example:
  marmelad-cli user show 123456789")]
    Show {
        /// The client's Telegram id.
        #[arg(value_name = "TG_ID")]
        telegram_id: i64,
    },
    /// Add and change clients from a CSV file; importing the same file again changes nothing.
    #[command(
        after_help = "The first line names the columns: telegram_id, and any of username, first_name, last_name,
display_name, phone, gender, birthday, tags, is_test. Empty cells change nothing. Separators may be
; , or tabs. A file of `user export` can be brought back as it is.

Examples:
  marmelad-cli user import clients.csv --dry-run
  marmelad-cli user import clients.csv"
    )]
    Import(ImportUsers),
    /// Write clients into a CSV file that Excel opens and `user import` reads.
    #[command(after_help = "Examples:
  marmelad-cli user export clients.csv
  marmelad-cli user export - --tag vip")]
    Export(ExportUsers),
}

/// Arguments of `user list`.
#[derive(Debug, Args)]
pub struct ListUsers {
    /// The clients to export; all when no filter is given.
    #[command(flatten)]
    pub which: WhichUsers,
    /// Sort order: created_at, last_seen_at, display_name, id; a leading - reverses it.
    #[arg(long, value_name = "COLUMN", default_value = "-created_at", allow_hyphen_values = true, value_parser = sort)]
    pub sort: UserSort,
    /// The page to show.
    #[command(flatten)]
    pub paging: Paging,
}

/// Filters of clients; all given filters must hold.
#[derive(Debug, Args)]
pub struct WhichUsers {
    /// Search by beginnings of words of the name or username, the last digits of the phone, or the Telegram id.
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only clients who are (true) or are not (false) subscribed to the channel.
    #[arg(long, value_name = "FLAG")]
    pub subscribed: Option<bool>,
    /// male, female, unknown.
    #[arg(long)]
    pub gender: Option<Gender>,
    /// Least age in full years.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(0..=150))]
    pub age_from: Option<u16>,
    /// Greatest age in full years.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(0..=150))]
    pub age_to: Option<u16>,
    /// Month of birth, 1 to 12.
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(u8).range(1..=12))]
    pub birthday_month: Option<u8>,
    /// Only clients with this tag.
    #[arg(long)]
    pub tag: Option<String>,
    /// Only clients brought by this campaign, by its id.
    #[arg(long, value_name = "ID")]
    pub campaign: Option<i64>,
    /// Only clients in this segment, by its id.
    #[arg(long, value_name = "ID")]
    pub segment: Option<i64>,
    /// Only clients who blocked (true) or did not block (false) the bot.
    #[arg(long, value_name = "FLAG")]
    pub blocked: Option<bool>,
    /// First contact at this instant or later, such as 2026-03-05T00:00:00+10:00.
    #[arg(long, value_name = "INSTANT")]
    pub created_from: Option<DateTime<FixedOffset>>,
    /// First contact at this instant or earlier.
    #[arg(long, value_name = "INSTANT")]
    pub created_to: Option<DateTime<FixedOffset>>,
    /// Include test users, who are hidden by default.
    #[arg(long)]
    pub include_test: bool,
}

impl From<WhichUsers> for ClientQuery {
    fn from(which: WhichUsers) -> Self {
        let filter = UserFilter {
            search: which.search,
            ignores_phones: false,
            is_subscribed: which.subscribed,
            gender: which.gender,
            age_from: which.age_from,
            age_to: which.age_to,
            birthday_month: which.birthday_month,
            tag: which.tag,
            campaign_id: which.campaign.map(Into::into),
            segment: None,
            is_blocked: which.blocked,
            created_from: which.created_from.map(|at| at.to_utc()),
            created_to: which.created_to.map(|at| at.to_utc()),
            test: if which.include_test { TestUsers::Any } else { TestUsers::Hidden },
        };
        Self { filter, segment_id: which.segment.map(Into::into) }
    }
}

/// Arguments of `user import`.
#[derive(Debug, Args)]
pub struct ImportUsers {
    /// The CSV file to read.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Show the result for each row without writing anything.
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `user export`.
#[derive(Debug, Args)]
pub struct ExportUsers {
    /// The file to write, which must not exist yet; `-` = standard output.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The clients to export; all when no filter is given.
    #[command(flatten)]
    pub which: WhichUsers,
}

fn sort(text: &str) -> Result<UserSort, String> {
    let (is_descending, word) = match text.strip_prefix('-') {
        Some(word) => (true, word),
        None => (false, text),
    };
    let by: UserSortKey =
        word.parse().map_err(|error: marmelad_core::kernel::UnknownWord| error.to_string())?;
    Ok(UserSort { by, is_descending })
}
