//! Checks of setting values, applied before storing and after reading.

use serde_json::Value;

use crate::messages::{TextFault, TextKey, check_text, is_link};
use crate::settings::{
    BootDefaults, IntegerSetting, LineSetting, QuietHours, QuietHoursError, SettingKey,
};

/// A checked value of a key; `None` restores the default (for quiet hours: no quiet hours).
#[derive(Debug, Clone, PartialEq)]
pub enum SettingChange {
    Integer(IntegerSetting, Option<u32>),
    /// A line of text.
    Line(LineSetting, Option<String>),
    QuietHours(Option<QuietHours>),
    Text(TextKey, Option<String>),
}

impl SettingChange {
    pub fn key(&self) -> SettingKey {
        match self {
            Self::Integer(key, _) => SettingKey::Integer(*key),
            Self::Line(key, _) => SettingKey::Line(*key),
            Self::QuietHours(_) => SettingKey::QuietHours,
            Self::Text(key, _) => SettingKey::Text(*key),
        }
    }

    /// The value to store (`null` for disabled quiet hours); `None` deletes the row and so restores the default.
    pub fn stored(&self) -> Option<Value> {
        match self {
            Self::Integer(_, number) => number.map(Value::from),
            Self::Line(_, text) | Self::Text(_, text) => text.as_deref().map(Value::from),
            Self::QuietHours(hours) => Some(hours.map_or(Value::Null, QuietHours::to_json)),
        }
    }
}

/// Why a value cannot be stored under a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("setting `{key}`: {fault}")]
pub struct SettingError {
    /// The key as given.
    pub key: String,
    pub fault: SettingFault,
}

/// Why a value is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingFault {
    /// There is no such key.
    #[error("there is no such setting{}", did_you_mean(.near))]
    UnknownKey {
        /// Keys of similar names, best first.
        near: Vec<String>,
    },
    /// Not an integer, or outside the range.
    #[error("expected a whole number from {min} to {max}, got {got}")]
    Integer {
        min: u32,
        max: u32,
        /// The value given, as JSON.
        got: String,
    },
    /// 0 would let a bot exceed Telegram's own limits.
    #[error(
        "0 (no limit) is allowed only with another Bot API server (TELEGRAM_API_URL); expected 1 to 30"
    )]
    NoLimitAtTelegram,
    /// A line of text in a wrong form.
    #[error("expected {expected}, got {got}")]
    Line {
        expected: &'static str,
        /// The value given, as JSON.
        got: String,
    },
    #[error(transparent)]
    QuietHours(#[from] QuietHoursError),
    /// A bot message that is not a string.
    #[error("expected a text")]
    NotAText,
    /// A bot message that Telegram would refuse.
    #[error("{0}")]
    Text(TextFault),
}

/// Checks a value from the API, the command line or the database; `null` stands for the default.
pub fn check(key: &str, value: &Value, boot: &BootDefaults) -> Result<SettingChange, SettingError> {
    let checked = match SettingKey::find(key) {
        Some(SettingKey::Integer(known)) => {
            integer(known, value, boot).map(|number| SettingChange::Integer(known, number))
        }
        Some(SettingKey::Line(known)) => {
            line(known, value).map(|text| SettingChange::Line(known, text))
        }
        Some(SettingKey::QuietHours) if value.is_null() => Ok(SettingChange::QuietHours(None)),
        Some(SettingKey::QuietHours) => QuietHours::from_json(value)
            .map(|hours| SettingChange::QuietHours(Some(hours)))
            .map_err(Into::into),
        Some(SettingKey::Text(known)) => {
            text(known, value).map(|text| SettingChange::Text(known, text))
        }
        None => Err(SettingFault::UnknownKey { near: near(key) }),
    };
    checked.map_err(|fault| SettingError { key: key.to_owned(), fault })
}

fn integer(
    key: IntegerSetting,
    value: &Value,
    boot: &BootDefaults,
) -> Result<Option<u32>, SettingFault> {
    if value.is_null() {
        return Ok(None);
    }
    let range = &key.spec().range;
    let number = value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| range.contains(number));
    match number {
        Some(0) if key == IntegerSetting::TelegramRatePerSecond && !boot.has_own_api_server => {
            Err(SettingFault::NoLimitAtTelegram)
        }
        Some(number) => Ok(Some(number)),
        None => {
            Err(SettingFault::Integer { min: *range.start(), max: *range.end(), got: shown(value) })
        }
    }
}

fn line(key: LineSetting, value: &Value) -> Result<Option<String>, SettingFault> {
    let fault = || SettingFault::Line { expected: key.spec().expected, got: shown(value) };
    let line = match value {
        Value::Null => return Ok(None),
        Value::String(line) => line.trim(),
        _ => return Err(fault()),
    };
    let line = if key == LineSetting::MainBotUsername {
        line.strip_prefix('@').unwrap_or(line)
    } else {
        line
    };
    if line.is_empty() {
        return Ok(None);
    }
    let good = match key {
        LineSetting::TelegramChannelId => is_channel(line),
        LineSetting::PrivacyPolicyUrl => {
            line.len() <= 2048 && is_link(line) && !line.starts_with("tg:")
        }
        LineSetting::ConsentVersion => {
            line.chars().count() <= 32
                && line
                    .chars()
                    .all(|sign| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_'))
        }
        LineSetting::MainBotUsername => is_username(line),
    };
    if good { Ok(Some(line.to_owned())) } else { Err(fault()) }
}

fn text(key: TextKey, value: &Value) -> Result<Option<String>, SettingFault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => match check_text(key, text) {
            Ok(()) => Ok(Some(text.clone())),
            Err(error) => Err(SettingFault::Text(error.fault)),
        },
        _ => Err(SettingFault::NotAText),
    }
}

/// Whether the text is `@name` or the numeric id of a channel or supergroup.
fn is_channel(id: &str) -> bool {
    match (id.strip_prefix('@'), id.strip_prefix("-100")) {
        (Some(name), _) => is_username(name),
        (None, Some(number)) => {
            (1..=15).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        }
        (None, None) => false,
    }
}

fn is_username(name: &str) -> bool {
    (4..=32).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A value as JSON, shortened for messages.
fn shown(value: &Value) -> String {
    let json = value.to_string();
    if json.chars().count() > 60 { json.chars().take(59).chain(['…']).collect() } else { json }
}

/// Up to three keys with similar names.
fn near(key: &str) -> Vec<String> {
    let mut scored: Vec<(f64, String)> = SettingKey::all()
        .map(SettingKey::name)
        .map(|name| (strsim::jaro_winkler(key, &name), name))
        .filter(|(score, _)| *score > 0.85)
        .collect();
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) }
}
