//! What can be set.

use std::borrow::Cow;
use std::sync::LazyLock;

use marmelad_core::settings as domain;
use marmelad_core::settings::{SettingKey, SettingKind, SettingTouch};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{Any, ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use poem_openapi::{Enum, Object};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Timestamp, words};

words! {
    /// A heading of the panel's settings.
    SettingGroup mirrors domain::SettingGroup {
        /// The channel, the bot's name and how fast it sends.
        Telegram = "telegram",
        /// Consent and the policy.
        Privacy = "privacy",
        /// Broadcasts, and when marketing waits.
        Marketing = "marketing",
        /// Birthdays.
        Birthdays = "birthdays",
        /// Reminders.
        Reminders = "reminders",
        /// The digest, and cashiers who guess.
        Staff = "staff",
        /// What the main bot says.
        MainBotTexts = "main_bot_texts",
        /// What clients are told without asking.
        NoticeTexts = "notice_texts",
        /// What the auth bot says.
        AuthBotTexts = "auth_bot_texts",
        /// What staff are told without asking.
        StaffTexts = "staff_texts",
    }
}

/// The kinds of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SettingType {
    /// A whole number from `min` to `max`.
    Integer,
    /// A line of text, or null where it need not be set.
    Line,
    /// `{"from":"21:00","to":"09:00"}` or null.
    QuietHours,
    /// A bot message.
    Text,
}

/// A setting as the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SettingSpec {
    /// Its key.
    pub key: String,
    /// What it may be.
    #[oai(rename = "type")]
    pub kind: SettingType,
    /// The least number.
    pub min: Option<u32>,
    /// The greatest number.
    pub max: Option<u32>,
    /// What a line must look like.
    pub expected: Option<String>,
    /// What may stand in a message's braces.
    pub placeholders: Option<Vec<String>>,
    /// What it is until somebody sets it; left out when that is nothing.
    pub default: Option<Any<Value>>,
    /// Under which heading it stands.
    pub group: SettingGroup,
    /// What it is for, in Russian.
    pub description_ru: String,
    /// What it is for, in English.
    pub description_en: String,
    /// When it was last set, or set back; left out when never.
    pub updated_at: Option<Timestamp>,
    /// The admin who did; left out when it was an operator, or the system by itself.
    pub updated_by_admin_id: Option<i64>,
}

impl SettingSpec {
    /// Every setting, in the order of the panel; `defaults` are the settings with nothing stored.
    pub fn all(defaults: &domain::Settings, touches: &[SettingTouch]) -> Vec<Self> {
        SettingKey::all()
            .map(|key| {
                let spec = Self::of(key, defaults);
                let touch = touches.iter().find(|touch| touch.key == spec.key);
                Self {
                    updated_at: touch.map(|touch| touch.at.into()),
                    updated_by_admin_id: touch.and_then(|touch| touch.admin_id).map(|id| id.0),
                    ..spec
                }
            })
            .collect()
    }

    fn of(key: SettingKey, defaults: &domain::Settings) -> Self {
        let default = Some(defaults.get(key))
            .filter(|value| !value.is_null())
            .map(Any);
        let spec = Self {
            key: key.name(),
            kind: SettingType::Line,
            min: None,
            max: None,
            expected: None,
            placeholders: None,
            default,
            group: key.group().into(),
            description_ru: key.about_ru().to_owned(),
            description_en: key.about_en().to_owned(),
            updated_at: None,
            updated_by_admin_id: None,
        };
        match key.kind() {
            SettingKind::Integer(range) => Self {
                kind: SettingType::Integer,
                min: Some(*range.start()),
                max: Some(*range.end()),
                ..spec
            },
            SettingKind::Line { expected } => Self {
                expected: Some(expected.to_owned()),
                ..spec
            },
            SettingKind::QuietHours => Self {
                kind: SettingType::QuietHours,
                ..spec
            },
            SettingKind::Text(text) => {
                let placeholders = text.spec().placeholders.iter();
                Self {
                    kind: SettingType::Text,
                    placeholders: Some(placeholders.map(|it| it.name.to_owned()).collect()),
                    ..spec
                }
            }
        }
    }
}

/// All values in force by key; what is not set is left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Settings(pub Map<String, Value>);

/// Some values by key; `null` is back to the default, and of quiet hours none at all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SettingsPatch(pub Map<String, Value>);

impl From<&domain::Settings> for Settings {
    fn from(settings: &domain::Settings) -> Self {
        let set = settings.to_json().into_iter();
        Self(set.filter(|(_, value)| !value.is_null()).collect())
    }
}

/// What poem-openapi asks of an object with the registry's keys.
macro_rules! settings_type {
    ($name:ident, $is_nullable:literal, $about:literal) => {
        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Reference(stringify!($name).into())
            }

            fn register(registry: &mut Registry) {
                registry.create_schema::<Self, _>(stringify!($name).into(), |_| MetaSchema {
                    description: Some($about),
                    properties: properties($is_nullable),
                    ..MetaSchema::new("object")
                });
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::Object(self.0.clone()))
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value.unwrap_or_default() {
                    Value::Object(map) => Ok(Self(map)),
                    other => Err(ParseError::expected_type(other)),
                }
            }
        }
    };
}

settings_type!(
    Settings,
    false,
    "All values in force by key; what is not set is left out."
);
settings_type!(
    SettingsPatch,
    true,
    "Some values by key; `null` is back to the default, and of quiet hours none at all."
);

/// The document wants names that stay.
static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| SettingKey::all().map(SettingKey::name).collect());

fn properties(is_nullable: bool) -> Vec<(&'static str, MetaSchemaRef)> {
    SettingKey::all()
        .zip(NAMES.iter())
        .map(|(key, name)| {
            let schema = MetaSchema {
                description: Some(key.about_en()),
                nullable: is_nullable,
                ..schema_of(key)
            };
            (name.as_str(), MetaSchemaRef::Inline(Box::new(schema)))
        })
        .collect()
}

fn schema_of(key: SettingKey) -> MetaSchema {
    match key.kind() {
        SettingKind::Integer(range) => MetaSchema {
            minimum: Some((*range.start()).into()),
            maximum: Some((*range.end()).into()),
            ..MetaSchema::new("integer")
        },
        SettingKind::Line { .. } | SettingKind::Text(_) => MetaSchema::new("string"),
        SettingKind::QuietHours => {
            let time = |about| {
                let time = MetaSchema {
                    description: Some(about),
                    pattern: Some(r"^\d{2}:\d{2}$".into()),
                    ..MetaSchema::new("string")
                };
                MetaSchemaRef::Inline(Box::new(time))
            };
            MetaSchema {
                required: vec!["from", "to"],
                properties: vec![
                    ("from", time("When it begins, local.")),
                    ("to", time("When it ends, local.")),
                ],
                example: Some(json!({ "from": "21:00", "to": "09:00" })),
                ..MetaSchema::new("object")
            }
        }
    }
}
