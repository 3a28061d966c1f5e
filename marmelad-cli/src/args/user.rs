//! `user …`

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand};
use marmelad_core::clients::{ClientQuery, TestUsers, UserFilter, UserSort, UserSortKey};
use marmelad_core::kernel::PageRequest;
use marmelad_core::people::Gender;

/// Clients.
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
    /// Add and change clients by a CSV file; doing it again changes nothing.
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

/// `user list`
#[derive(Debug, Args)]
pub struct ListUsers {
    /// Who.
    #[command(flatten)]
    pub which: WhichUsers,
    /// In which order: created_at, last_seen_at, display_name, id; with a - backwards.
    #[arg(long, value_name = "COLUMN", default_value = "-created_at", allow_hyphen_values = true, value_parser = sort)]
    pub sort: UserSort,
    /// Which page, from 1.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,
    /// Rows per page, 1 to 200.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(PageRequest::MAX_PER_PAGE)))]
    pub per_page: u32,
}

/// Which clients.
#[derive(Debug, Args)]
pub struct WhichUsers {
    /// Beginnings of words of the name or username; the end of the phone; the Telegram id.
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Whether subscribed: true, false.
    #[arg(long, value_name = "FLAG")]
    pub subscribed: Option<bool>,
    /// male, female, unknown.
    #[arg(long)]
    pub gender: Option<Gender>,
    /// Full years, at least.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(0..=150))]
    pub age_from: Option<u16>,
    /// Full years, at most.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(0..=150))]
    pub age_to: Option<u16>,
    /// 1 to 12.
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(u8).range(1..=12))]
    pub birthday_month: Option<u8>,
    /// With this tag.
    #[arg(long)]
    pub tag: Option<String>,
    /// Brought by this campaign.
    #[arg(long, value_name = "ID")]
    pub campaign: Option<i64>,
    /// In this segment.
    #[arg(long, value_name = "ID")]
    pub segment: Option<i64>,
    /// Whether they blocked the bot: true, false.
    #[arg(long, value_name = "FLAG")]
    pub blocked: Option<bool>,
    /// First contact at this instant or later, such as 2026-03-05T00:00:00+10:00.
    #[arg(long, value_name = "INSTANT")]
    pub created_from: Option<DateTime<FixedOffset>>,
    /// First contact at this instant or earlier.
    #[arg(long, value_name = "INSTANT")]
    pub created_to: Option<DateTime<FixedOffset>>,
    /// Test users too.
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
            test: if which.include_test {
                TestUsers::Any
            } else {
                TestUsers::Hidden
            },
        };
        Self {
            filter,
            segment_id: which.segment.map(Into::into),
        }
    }
}

/// `user import`
#[derive(Debug, Args)]
pub struct ImportUsers {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Tell what would become of each row, and keep nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `user export`
#[derive(Debug, Args)]
pub struct ExportUsers {
    /// The file, which must not be there yet; `-` = standard output.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Who.
    #[command(flatten)]
    pub which: WhichUsers,
}

fn sort(text: &str) -> Result<UserSort, String> {
    let (is_descending, word) = match text.strip_prefix('-') {
        Some(word) => (true, word),
        None => (false, text),
    };
    let by: UserSortKey = word
        .parse()
        .map_err(|error: marmelad_core::kernel::UnknownWord| error.to_string())?;
    Ok(UserSort { by, is_descending })
}
