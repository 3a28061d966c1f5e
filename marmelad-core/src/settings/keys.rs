//! The registry of settings: key, type, range, default and description.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::messages::TextKey;
use crate::settings::{QuietHours, Settings};

/// The key of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKey {
    Integer(IntegerSetting),
    /// A line of text.
    Line(LineSetting),
    /// Quiet hours, stored under `quiet_hours`.
    QuietHours,
    /// `text_<name>`: a bot message.
    Text(TextKey),
}

/// Type and allowed values of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number in this range.
    Integer(RangeInclusive<u32>),
    /// A line of text in the form of this example; `null` when the setting is optional.
    Line {
        /// Description of the expected form, in English.
        expected: &'static str,
    },
    /// Quiet hours: `{"from":"21:00","to":"09:00"}`, or `null` for none.
    QuietHours,
    /// A bot message; [`TextKey::spec`] lists its placeholders.
    Text(TextKey),
}

/// Registry entry of a number.
#[derive(Debug)]
pub struct IntegerSpec {
    pub name: &'static str,
    pub range: RangeInclusive<u32>,
    pub default: u32,
    /// Description, in Russian and English.
    pub about: [&'static str; 2],
}

/// Registry entry of a line of text.
#[derive(Debug)]
pub struct LineSpec {
    pub name: &'static str,
    /// Description of the expected form, in English.
    pub expected: &'static str,
    pub default: Option<&'static str>,
    /// Description, in Russian and English.
    pub about: [&'static str; 2],
}

/// Declares the numeric settings: the enum, its table and the getters.
macro_rules! integers {
    ($($variant:ident $name:ident $range:expr, $default:literal, $ru:literal, $en:literal;)+) => {
        /// Settings that are whole numbers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum IntegerSetting {
            $(#[doc = $en] $variant,)+
        }

        impl IntegerSetting {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn spec(self) -> &'static IntegerSpec {
                match self {
                    $(Self::$variant => &IntegerSpec {
                        name: stringify!($name),
                        range: $range,
                        default: $default,
                        about: [$ru, $en],
                    },)+
                }
            }
        }

        impl Settings {
            $(#[doc = $en] pub fn $name(&self) -> u32 { self.integer(IntegerSetting::$variant) })+
        }
    };
}

integers! {
    BroadcastRatePerMinute broadcast_rate_per_minute 0..=1800, 25,
        "Сколько сообщений одной рассылки отправлять в минуту; 0 — без своего ограничения",
        "Messages of one broadcast per minute; 0 = no limit of its own";
    TelegramRatePerSecond telegram_rate_per_second 0..=30, 25,
        "Сколько сообщений в секунду отправляет один бот; 0 — без ограничения, только с собственным сервером Bot API",
        "Messages of one bot per second; 0 = no limit, only with another Bot API server than Telegram's own";
    BirthdayGreetingHour birthday_greeting_hour 0..=23, 9,
        "В котором часу поздравлять с днём рождения",
        "Hour of birthday greetings, local";
    BirthdayChangeDays birthday_change_days 0..=3650, 365,
        "Раз в сколько дней клиент может менять дату рождения; 0 — когда угодно",
        "A client may change the birthday once in so many days; 0 = always";
    BirthdayHoldDays birthday_hold_days 0..=365, 7,
        "Сколько первых дней после ввода даты рождения не поздравлять",
        "No birthday greeting in the first so many days after the date was given or changed";
    ReminderDaysBefore reminder_days_before 0..=60, 3,
        "За сколько дней до последнего дня скидки напомнить о ней",
        "A discount's reminder comes so many days before its last day";
    ReminderHour reminder_hour 0..=23, 12,
        "В котором часу напоминать о скидках",
        "Hour of reminders, local";
    DigestHour digest_hour 0..=23, 9,
        "В котором часу присылать утреннюю сводку",
        "Hour of the morning digest, local";
    WrongCodeLimit wrong_code_limit 1..=1000, 10,
        "После скольких неверных кодов кассир ждёт",
        "So many wrong codes pause a cashier";
    WrongCodeWindowMinutes wrong_code_window_minutes 1..=1440, 5,
        "За сколько минут считать неверные коды",
        "Minutes within which wrong codes are counted";
    WrongCodePauseMinutes wrong_code_pause_minutes 1..=1440, 5,
        "Сколько минут кассир ждёт после неверных кодов",
        "Minutes a cashier is paused after too many wrong codes";
}

/// Declares the settings that are a line of text: the enum and its table.
macro_rules! lines {
    ($($variant:ident $name:literal $default:expr, $expected:literal, $ru:literal, $en:literal;)+) => {
        /// Settings that are a line of text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LineSetting {
            $(#[doc = $en] $variant,)+
        }

        impl LineSetting {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn spec(self) -> &'static LineSpec {
                match self {
                    $(Self::$variant => &LineSpec {
                        name: $name,
                        expected: $expected,
                        default: $default,
                        about: [$ru, $en],
                    },)+
                }
            }
        }
    };
}

lines! {
    TelegramChannelId "telegram_channel_id" None, "`@name` or `-100…`",
        "Канал, на который нужно подписаться",
        "The channel to subscribe to";
    PrivacyPolicyUrl "privacy_policy_url" None, "an http or https address",
        "Адрес политики конфиденциальности; пока не задан, согласие не спрашиваем",
        "Address of the privacy policy; until it is set, no consent is asked for";
    ConsentVersion "consent_version" Some("1"), "1 to 32 letters, digits, dots, dashes or underscores",
        "Версия согласия на обработку данных",
        "Version of the consent to the processing of data";
    MainBotUsername "main_bot_username" None, "a bot's name without @, 4 to 32 Latin letters, digits and underscores",
        "Имя главного бота для ссылок; узнаётся у Telegram",
        "The main bot's name for links; asked from Telegram";
}

impl Settings {
    /// The channel to subscribe to.
    pub fn telegram_channel_id(&self) -> Option<&str> {
        self.line(LineSetting::TelegramChannelId)
    }

    /// Address of the privacy policy; without an address no consent is requested.
    pub fn privacy_policy_url(&self) -> Option<&str> {
        self.line(LineSetting::PrivacyPolicyUrl)
    }

    /// Version of the consent to the processing of data.
    pub fn consent_version(&self) -> &str {
        self.line(LineSetting::ConsentVersion).unwrap_or_default()
    }

    /// The main bot's name without @, once known.
    pub fn main_bot_username(&self) -> Option<&str> {
        self.line(LineSetting::MainBotUsername)
    }
}

/// The key of [`SettingKey::QuietHours`].
const QUIET_HOURS: &str = "quiet_hours";

impl SettingKey {
    /// Every key, in the order in which the panel shows them.
    pub fn all() -> impl Iterator<Item = Self> {
        let lines = LineSetting::ALL.iter().copied().map(Self::Line);
        let integers = IntegerSetting::ALL.iter().copied().map(Self::Integer);
        lines.chain(integers).chain([Self::QuietHours]).chain(TextKey::all().map(Self::Text))
    }

    /// Finds a key by its name.
    pub fn find(name: &str) -> Option<Self> {
        match name.strip_prefix("text_") {
            Some(text) => TextKey::find(text).map(Self::Text),
            None => Self::all().find(|key| key.name() == name),
        }
    }

    /// The key as stored and shown.
    pub fn name(self) -> String {
        match self {
            Self::Integer(key) => key.spec().name.to_owned(),
            Self::Line(key) => key.spec().name.to_owned(),
            Self::QuietHours => QUIET_HOURS.to_owned(),
            Self::Text(key) => key.setting(),
        }
    }

    pub fn kind(self) -> SettingKind {
        match self {
            Self::Integer(key) => SettingKind::Integer(key.spec().range.clone()),
            Self::Line(key) => SettingKind::Line { expected: key.spec().expected },
            Self::QuietHours => SettingKind::QuietHours,
            Self::Text(key) => SettingKind::Text(key),
        }
    }

    pub fn about_ru(self) -> &'static str {
        self.about()[0]
    }

    pub fn about_en(self) -> &'static str {
        self.about()[1]
    }

    fn about(self) -> [&'static str; 2] {
        match self {
            Self::Integer(key) => key.spec().about,
            Self::Line(key) => key.spec().about,
            Self::QuietHours => [
                "Часы тишины: маркетинговые сообщения ждут их конца",
                "Quiet hours: marketing waits for their end",
            ],
            Self::Text(key) => [key.spec().ru, key.spec().en],
        }
    }

    /// Converts an operator's input to JSON: a number for numbers, `21:00-09:00` for quiet hours, `null` for none,
    /// anything else as text. The result is not checked yet.
    pub fn read_typed(self, typed: &str) -> Value {
        let typed_trimmed = typed.trim();
        match self {
            _ if typed_trimmed == "null" => Value::Null,
            Self::Integer(_) => {
                typed_trimmed.parse::<i64>().map_or_else(|_| typed.into(), Value::from)
            }
            Self::QuietHours => match typed_trimmed.split_once('-') {
                Some((from, to)) => QuietHours::json(from.trim(), to.trim()),
                None => serde_json::from_str(typed).unwrap_or_else(|_| typed.into()),
            },
            Self::Line(_) | Self::Text(_) => typed.into(),
        }
    }
}
