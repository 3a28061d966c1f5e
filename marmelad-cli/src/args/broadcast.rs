//! `broadcast …`

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};
use marmelad_core::broadcasts::{BroadcastStatus, RecipientStatus, UrlButton};
use marmelad_core::kernel::PageRequest;
use serde_json::Value;

/// Broadcasts: one message to many.
#[derive(Debug, Subcommand)]
pub enum BroadcastCommand {
    /// Write a broadcast: a draft, or with --at one that begins by itself.
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
        /// Only in these states, with commas: draft, scheduled, sending, paused, sent, canceled, error.
        #[arg(long, value_name = "STATUS", value_delimiter = ',')]
        status: Vec<BroadcastStatus>,
        /// Which part of the list.
        #[command(flatten)]
        paging: Paging,
    },
    /// Show one broadcast: what it says, how far it is, what it brought.
    #[command(after_help = "Example:
  marmelad-cli broadcast show 5")]
    Show {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Say who would get it and who not, how long it takes, and how it would look.
    #[command(after_help = "Example:
  marmelad-cli broadcast preflight 5")]
    Preflight {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Send it to a few people beforehand; they do not count as recipients, and codes are test codes.
    #[command(after_help = "Examples:
  marmelad-cli broadcast test 5 --user 123456789
  marmelad-cli broadcast test 5                 to those of TEST_TELEGRAM_IDS")]
    Test {
        /// Its id, as `broadcast list` shows it.
        id: i64,
        /// A client's Telegram id; may be repeated, at most 20.
        #[arg(long = "user", value_name = "TG_ID")]
        users: Vec<i64>,
    },
    /// Begin now; shows what it would be and asks on a terminal.
    #[command(after_help = "Examples:
  marmelad-cli broadcast start 5
  marmelad-cli broadcast start 5 --yes && marmelad-cli broadcast watch 5")]
    Start {
        /// Its id, as `broadcast list` shows it.
        id: i64,
        /// Do not ask.
        #[arg(long, short)]
        yes: bool,
    },
    /// Watch it go out until it is over, held or given up; Ctrl-C ends only the watching.
    #[command(after_help = "Examples:
  marmelad-cli broadcast watch 5
  marmelad-cli broadcast watch 5 --json         an object a line, at each change")]
    Watch {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Hold it; what is on its way arrives.
    #[command(after_help = "Example:
  marmelad-cli broadcast pause 5")]
    Pause {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Go on where it stopped.
    #[command(after_help = "Example:
  marmelad-cli broadcast resume 5")]
    Resume {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Give it up; who got it keeps it.
    #[command(after_help = "Example:
  marmelad-cli broadcast cancel 5")]
    Cancel {
        /// Its id, as `broadcast list` shows it.
        id: i64,
    },
    /// Send a finished broadcast to those whom it missed.
    #[command(after_help = "Examples:
  marmelad-cli broadcast retry 5 --failed
  marmelad-cli broadcast retry 5 --failed --uncertain")]
    Retry {
        /// Its id, as `broadcast list` shows it.
        id: i64,
        /// To whom Telegram refused it.
        #[arg(long, required_unless_present = "uncertain")]
        failed: bool,
        /// Whose answer was lost: they may have it already and get it twice.
        #[arg(long)]
        uncertain: bool,
    },
    /// Take its messages back from the chats; Telegram allows that for 48 hours.
    #[command(after_help = "Examples:
  marmelad-cli broadcast recall 5
  marmelad-cli broadcast recall 5 --revoke-codes")]
    Recall {
        /// Its id, as `broadcast list` shows it.
        id: i64,
        /// Withdraw its unused codes too.
        #[arg(long)]
        revoke_codes: bool,
    },
    /// List its recipients with what came of each.
    #[command(after_help = "Examples:
  marmelad-cli broadcast logs 5
  marmelad-cli broadcast logs 5 --status failed,uncertain --per-page 200 --json")]
    Logs {
        /// Its id, as `broadcast list` shows it.
        id: i64,
        /// Only these, with commas: pending, sending, success, failed, blocked, skipped, uncertain.
        #[arg(long, value_name = "STATUS", value_delimiter = ',')]
        status: Vec<RecipientStatus>,
        /// Which part of the list.
        #[command(flatten)]
        paging: Paging,
    },
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, Args)]
pub struct Paging {
    /// Which page, from 1.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,
    /// Rows per page, 1 to 200.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(PageRequest::MAX_PER_PAGE)))]
    pub per_page: u32,
}

impl From<Paging> for PageRequest {
    fn from(paging: Paging) -> Self {
        Self {
            page: paging.page,
            per_page: paging.per_page,
        }
    }
}

/// `broadcast create`
#[derive(Debug, Args)]
pub struct CreateBroadcast {
    /// Shown to staff, 1 to 255 characters.
    #[arg(long)]
    pub title: String,
    /// What everybody gets: HTML.
    #[arg(long, value_name = "HTML", conflicts_with_all = ["text_file", "copy_from"])]
    pub text: Option<String>,
    /// The same from a file.
    #[arg(long, value_name = "FILE", conflicts_with = "copy_from")]
    pub text_file: Option<PathBuf>,
    /// Copy a message instead that an admin sent to the main bot: their Telegram id, then the message's id.
    #[arg(long, value_name = "CHAT:MESSAGE")]
    pub copy_from: Option<CopyFrom>,
    /// A picture above the text.
    #[command(flatten)]
    pub file: MediaOptions,
    /// A row of buttons under it, each 'Label|https://…', several with ' / ' between them; may be repeated
    /// for more rows.
    #[arg(long = "button", value_name = "LABEL|URL")]
    pub buttons: Vec<ButtonRow>,
    /// Leave «Не присылать рассылки» out.
    #[arg(long)]
    pub no_unsubscribe_button: bool,
    /// Who gets it: a stored segment, by name or id.
    #[arg(long, value_name = "NAME_OR_ID", conflicts_with = "filter")]
    pub segment: Option<String>,
    /// Who gets it: a filter as in docs/SEGMENTS.md.
    #[arg(long, value_name = "JSON", value_parser = json)]
    pub filter: Option<Value>,
    /// Give every recipient a code by this template; `template list` shows the ids.
    #[arg(long, value_name = "ID")]
    pub template: Option<i64>,
    /// When it begins by itself: '2026-03-05 10:00' in the shops' zone, or 2026-03-05T00:00:00Z.
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
    /// Its own pace, 0 to 1800 messages a minute, 0 = none of its own; otherwise by the setting.
    #[arg(long, value_name = "PER_MINUTE")]
    pub rate: Option<u32>,
    /// Send in quiet hours too.
    #[arg(long)]
    pub ignore_quiet_hours: bool,
    /// To test users alone.
    #[arg(long)]
    pub test_users: bool,
}

/// One file at most: of this machine, an https address, or a file id of the main bot.
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

/// `123456789:42`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyFrom {
    /// The private chat with the main bot.
    pub chat: i64,
    /// The message in it.
    pub message: i64,
}

impl FromStr for CopyFrom {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (chat, message) = text.split_once(':')?;
            Some(Self {
                chat: chat.parse().ok()?,
                message: message.parse().ok()?,
            })
        };
        read().ok_or("two numbers are needed: the chat's and the message's, such as 123456789:42")
    }
}

/// `Label|https://… / Label|https://…`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonRow(pub Vec<UrlButton>);

impl FromStr for ButtonRow {
    type Err = &'static str;

    /// A slash in a label separates nothing: a button ends only after its address.
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
            Some(UrlButton {
                text: label.trim().to_owned(),
                url: url.trim().to_owned(),
            })
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
        let found: Vec<_> = row
            .iter()
            .map(|button| (button.text.as_str(), button.url.as_str()))
            .collect();
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
