//! Parsers of plain values.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono_tz::Tz;
use marmelad_core::kernel::TelegramId;
use marmelad_core::settings;
use marmelad_core::settings::BootDefaults;
use tracing_subscriber::EnvFilter;

use super::reader::Wrong;

/// Value of `APP_ENV`: how strict the start is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppEnv {
    /// Development or a trial: the process migrates the database at start.
    Dev,
    /// Production: the process refuses to start with weak or missing secrets.
    Prod,
}

/// Value of `BOT_MODE`: how updates reach the bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BotMode {
    /// The bots call `getUpdates` in a loop.
    Polling,
    /// Telegram posts updates to the webhook server.
    Webhook,
}

/// `LOG_FORMAT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    /// For machines, one object a line.
    Json,
}

pub(super) fn app_env(text: &str) -> Result<AppEnv, Wrong> {
    word(text, &[("dev", AppEnv::Dev), ("prod", AppEnv::Prod)])
}

pub(super) fn bot_mode(text: &str) -> Result<BotMode, Wrong> {
    word(text, &[("polling", BotMode::Polling), ("webhook", BotMode::Webhook)])
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, Wrong> {
    word(text, &[("pretty", LogFormat::Pretty), ("json", LogFormat::Json)])
}

pub(super) fn log_filter(text: &str) -> Result<String, Wrong> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(Wrong::value(text, "a level such as `info`, or `info,marmelad_core=debug`")),
    }
}

pub(super) fn zone(text: &str) -> Result<Tz, Wrong> {
    text.parse().map_err(|_| Wrong::value(text, "an IANA zone such as Asia/Vladivostok"))
}

pub(super) fn whole(text: &str, range: RangeInclusive<u32>) -> Result<u32, Wrong> {
    text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
        Wrong::value(text, format!("a whole number from {} to {}", range.start(), range.end()))
    })
}

pub(super) fn telegram_id(text: &str) -> Result<TelegramId, Wrong> {
    positive(text).ok_or_else(|| Wrong::value(text, "the number of a Telegram user"))
}

pub(super) fn telegram_ids(text: &str) -> Result<BTreeSet<TelegramId>, Wrong> {
    text.split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(|id| {
            let expected = "numbers of Telegram users with commas between them";
            positive(id).ok_or_else(|| Wrong::secret(format!("has `{id}` in it"), expected))
        })
        .collect()
}

pub(super) fn channel_id(text: &str) -> Result<String, Wrong> {
    settings::check("telegram_channel_id", &text.into(), &BootDefaults::default())
        .map(|_| text.to_owned())
        .map_err(|_| Wrong::value(text, "a channel as @name or -100…"))
}

fn positive(text: &str) -> Option<TelegramId> {
    text.parse().ok().filter(|id| *id > 0).map(TelegramId)
}

fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, Wrong> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        Wrong::value(text, known.join(" or "))
    })
}
