//! `broadcast …`

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};
use marmelad_core::broadcasts::{BroadcastStatus, RecipientStatus, UrlButton};
use marmelad_core::kernel::{BroadcastId, PageRequest};
use serde_json::Value;

/// Create, send, watch and recall broadcasts.
#[derive(Debug, Subcommand)]
pub enum BroadcastCommand {
    /// Create a broadcast draft; with --at, schedule it.
    #[command(after_help = "Examples:
  marmelad-cli broadcast create --title 'Весна' --text 'Здравствуйте, {first_name}! Новинки уже в лавке.'
  marmelad-cli broadcast create --title 'Скидка' --text-file spring.html --photo spring.jpg \\
      --template 3 --segment 'Именинники марта' --at '2026-03-05 10:00'
  marmelad-cli broadcast create --title 'Опрос' --text '<b>Заходите!</b>' \\
      --button 'Каталог|https://example.com/menu / Адреса|https://example.com/map' \\
      --button 'Наш канал|https://t.me/marmelad'
  marmelad-cli broadcast create --title 'Из чата' --copy-from 123456789:42
  marmelad-cli broadcast create --title 'Женщинам' --text 'С праздником!' \\
      --filter '{\"field\":\"gender\",\"op\":\"eq\",\"value\":\"female\"}'

Text is HTML with {first_name}, {display_name} and, with --template, {code} and others in braces.
Without --segment and --filter it is for everybody. Look at it with `broadcast preflight` and
`broadcast test`, begin with `broadcast start`.")]
    Create(Box<CreateBroadcast>),
    /// List broadcasts, newest first.
    #[command(after_help = "Examples:
  marmelad-cli broadcast list
  marmelad-cli broadcast list --status sending,paused --json")]
    List {
        /// Only these states, separated by commas: draft, scheduled, sending, paused, sent, canceled, error.
        #[arg(long, value_name = "STATUS", value_delimiter = ',')]
        status: Vec<BroadcastStatus>,
        /// The page to show.
        #[command(flatten)]
        paging: Paging,
    },
    /// Show one broadcast: content, progress and results.
    #[command(after_help = "Example:
  marmelad-cli broadcast show 5")]
    Show(WhichBroadcast),
    /// Preview a broadcast: recipients, skipped clients, duration and content.
    #[command(after_help = "Example:
  marmelad-cli broadcast preflight 5")]
    Preflight(WhichBroadcast),
    /// Send test copies to a few people; they are not counted as recipients and receive test codes.
    #[command(after_help = "Examples:
  marmelad-cli broadcast test 5 --user 123456789
  marmelad-cli broadcast test 5                 to those of TEST_TELEGRAM_IDS")]
    Test {
        #[command(flatten)]
        which: WhichBroadcast,
        /// A person's Telegram id; may be repeated up to 20 times.
        #[arg(long = "user", value_name = "TG_ID")]
        users: Vec<i64>,
    },
    /// Start a broadcast now; on a terminal, show a preview and ask first.
    #[command(after_help = "Examples:
  marmelad-cli broadcast start 5
  marmelad-cli broadcast start 5 --yes && marmelad-cli broadcast watch 5")]
    Start {
        #[command(flatten)]
        which: WhichBroadcast,
        /// Do not ask for confirmation.
        #[arg(long, short)]
        yes: bool,
    },
    /// Show progress until the broadcast is finished, paused or canceled; Ctrl-C ends only the display.
    #[command(after_help = "Examples:
  marmelad-cli broadcast watch 5
  marmelad-cli broadcast watch 5 --json         an object a line, at each change")]
    Watch(WhichBroadcast),
    /// Pause a broadcast; messages already handed to Telegram still arrive.
    #[command(after_help = "Example:
  marmelad-cli broadcast pause 5")]
    Pause(WhichBroadcast),
    /// Resume a paused or failed broadcast.
    #[command(after_help = "Example:
  marmelad-cli broadcast resume 5")]
    Resume(WhichBroadcast),
    /// Cancel a broadcast; messages already sent stay in the chats.
    #[command(after_help = "Example:
  marmelad-cli broadcast cancel 5")]
    Cancel(WhichBroadcast),
    /// Send a finished broadcast again to recipients it did not reach.
    #[command(after_help = "Examples:
  marmelad-cli broadcast retry 5 --failed
  marmelad-cli broadcast retry 5 --failed --uncertain")]
    Retry {
        #[command(flatten)]
        which: WhichBroadcast,
        /// Recipients whose message Telegram refused.
        #[arg(long, required_unless_present = "uncertain")]
        failed: bool,
        /// Recipients for whom Telegram's answer was lost; they may receive the message twice.
        #[arg(long)]
        uncertain: bool,
    },
    /// Delete the messages of a broadcast from the chats; Telegram allows this for 48 hours.
    #[command(after_help = "Examples:
  marmelad-cli broadcast recall 5
  marmelad-cli broadcast recall 5 --revoke-codes")]
    Recall {
        #[command(flatten)]
        which: WhichBroadcast,
        /// Also revoke the unused codes of the broadcast.
        #[arg(long)]
        revoke_codes: bool,
    },
    /// List the recipients of a broadcast with their results.
    #[command(after_help = "Examples:
  marmelad-cli broadcast logs 5
  marmelad-cli broadcast logs 5 --status failed,uncertain --per-page 200 --json")]
    Logs {
        #[command(flatten)]
        which: WhichBroadcast,
        /// Only these results, separated by commas: pending, sending, success, failed, blocked, skipped, uncertain.
        #[arg(long, value_name = "STATUS", value_delimiter = ',')]
        status: Vec<RecipientStatus>,
        /// The page to show.
        #[command(flatten)]
        paging: Paging,
    },
}

/// The broadcast that a command is about.
#[derive(Debug, Clone, Copy, Args)]
pub struct WhichBroadcast {
    /// The broadcast's id, as `broadcast list` shows it.
    id: i64,
}

impl WhichBroadcast {
    /// The id of the broadcast.
    pub fn id(self) -> BroadcastId {
        BroadcastId(self.id)
    }
}

/// The page of a list.
#[derive(Debug, Clone, Copy, Args)]
pub struct Paging {
    /// Page number, from 1.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,
    /// Rows per page, 1 to 200.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(PageRequest::MAX_PER_PAGE)))]
    pub per_page: u32,
}

impl From<Paging> for PageRequest {
    fn from(paging: Paging) -> Self {
        Self { page: paging.page, per_page: paging.per_page }
    }
}

/// Arguments of `broadcast create`.
#[derive(Debug, Args)]
pub struct CreateBroadcast {
    /// Title shown to staff, 1 to 255 characters.
    #[arg(long)]
    pub title: String,
    /// The text of the message, in Telegram's HTML.
    #[arg(long, value_name = "HTML", conflicts_with_all = ["text_file", "copy_from"])]
    pub text: Option<String>,
    /// File with the text of the message, in Telegram's HTML.
    #[arg(long, value_name = "FILE", conflicts_with = "copy_from")]
    pub text_file: Option<PathBuf>,
    /// Copy a message that an admin sent to the main bot: the admin's Telegram id, a colon, the message's id.
    #[arg(long, value_name = "CHAT:MESSAGE")]
    pub copy_from: Option<CopyFrom>,
    /// The file attached to the message.
    #[command(flatten)]
    pub file: MediaOptions,
    /// A row of buttons under the message, each 'Label|https://…', separated by ' / '; may be repeated for more
    /// rows.
    #[arg(long = "button", value_name = "LABEL|URL")]
    pub buttons: Vec<ButtonRow>,
    /// Leave out the button «Не присылать рассылки».
    #[arg(long)]
    pub no_unsubscribe_button: bool,
    /// Recipients: a stored segment, by name or id.
    #[arg(long, value_name = "NAME_OR_ID", conflicts_with = "filter")]
    pub segment: Option<String>,
    /// Recipients: a filter as described in docs/SEGMENTS.md.
    #[arg(long, value_name = "JSON", value_parser = json)]
    pub filter: Option<Value>,
    /// Issue a code of this template to every recipient; `template list` shows the ids.
    #[arg(long, value_name = "ID")]
    pub template: Option<i64>,
    /// Scheduled start: '2026-03-05 10:00' in the shops' time zone, or 2026-03-05T00:00:00Z.
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
    /// Sending rate, 0 to 1800 messages a minute; 0 = no limit of its own; without the option the setting applies.
    #[arg(long, value_name = "PER_MINUTE")]
    pub rate: Option<u32>,
    /// Also send during quiet hours.
    #[arg(long)]
    pub ignore_quiet_hours: bool,
    /// Send to test users only.
    #[arg(long)]
    pub test_users: bool,
}

/// Options for the attached file; at most one may be given.
#[derive(Debug, Default, Args)]
#[group(multiple = false)]
pub struct MediaOptions {
    /// A picture: a JPEG, PNG or WebP file up to 10 MB, an https address, or a file id of the main bot.
    #[arg(long, value_name = "FILE|URL|FILE_ID")]
    pub photo: Option<String>,
    /// A video: an MP4 file up to 50 MB, an https address, or a file id.
    #[arg(long, value_name = "FILE|URL|FILE_ID")]
    pub video: Option<String>,
    /// Any other file up to 50 MB, an https address, or a file id.
    #[arg(long, value_name = "FILE|URL|FILE_ID")]
    pub document: Option<String>,
    /// A GIF or a video without sound up to 50 MB, an https address, or a file id.
    #[arg(long, value_name = "FILE|URL|FILE_ID")]
    pub animation: Option<String>,
}

/// Parsed form of `--copy-from`: `123456789:42`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyFrom {
    /// The admin's private chat with the main bot.
    pub chat: i64,
    /// The message in that chat.
    pub message: i64,
}

impl FromStr for CopyFrom {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (chat, message) = text.split_once(':')?;
            Some(Self { chat: chat.parse().ok()?, message: message.parse().ok()? })
        };
        read().ok_or("two numbers are needed: the chat's and the message's, such as 123456789:42")
    }
}

/// A row of buttons as typed: `Label|https://… / Label|https://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonRow(pub Vec<UrlButton>);

impl FromStr for ButtonRow {
    type Err = &'static str;

    /// Parses a row of buttons. A slash inside a label does not separate buttons: a button ends only after its
    /// address.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut typed: Vec<String> = Vec::new();
        for part in text.split(" / ") {
            match typed.last_mut() {
                Some(last) if !last.contains('|') => {
                    last.push_str(" / ");
                    last.push_str(part);
                }
                _ => typed.push(part.to_owned()),
            }
        }
        let buttons = typed.iter().map(|button| {
            let (label, url) = button.rsplit_once('|')?;
            Some(UrlButton { text: label.trim().to_owned(), url: url.trim().to_owned() })
        });
        let buttons: Option<Vec<_>> = buttons.collect();
        buttons
            .map(Self)
            .ok_or("a label, `|` and an address are needed, such as 'Каталог|https://example.com'")
    }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        format!("{error}; JSON is needed, such as {{\"field\":\"gender\",\"op\":\"eq\",\"value\":\"female\"}}")
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Чай|https://a.ru", &[("Чай", "https://a.ru")])]
    #[case(" Чай | https://a.ru / Торт|tg://b", &[("Чай", "https://a.ru"), ("Торт", "tg://b")])]
    #[case("Чай / кофе|https://a.ru/x / Торт|https://b.ru",
        &[("Чай / кофе", "https://a.ru/x"), ("Торт", "https://b.ru")])]
    #[case("Чай|кофе|https://a.ru", &[("Чай|кофе", "https://a.ru")])]
    #[case("|", &[("", "")])]
    fn buttons_of_a_row(#[case] text: &str, #[case] expected: &[(&str, &str)]) {
        let ButtonRow(row) = text.parse().unwrap();
        let found: Vec<_> =
            row.iter().map(|button| (button.text.as_str(), button.url.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("")]
    #[case("Чай")]
    #[case("Чай|https://a.ru / Торт")]
    fn a_button_without_an_address_is_none(#[case] text: &str) {
        assert!(text.parse::<ButtonRow>().is_err());
    }

    #[rstest]
    #[case("9:42", Some((9, 42)))]
    #[case("9", None)]
    #[case("a:42", None)]
    fn messages_to_copy(#[case] text: &str, #[case] expected: Option<(i64, i64)>) {
        let read = text.parse::<CopyFrom>().ok();
        assert_eq!(read.map(|from| (from.chat, from.message)), expected);
    }
}
