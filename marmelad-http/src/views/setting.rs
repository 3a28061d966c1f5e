//! Settings and their descriptions.

use std::sync::LazyLock;

use marmelad_core::settings as domain;
use marmelad_core::settings::{SettingKey, SettingKind, SettingTouch};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{Any, ToJSON};
use poem_openapi::{Enum, Object};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Timestamp, json_type, words};

words! {
    /// A group of settings in the panel.
    SettingGroup mirrors domain::SettingGroup {
        /// Channel, bot and sending rate.
        Telegram = "telegram",
        /// Consent and privacy policy.
        Privacy = "privacy",
        /// Broadcasts and quiet hours.
        Marketing = "marketing",
        /// Birthday greetings.
        Birthdays = "birthdays",
        /// Reminders of expiring discounts.
        Reminders = "reminders",
        /// Digest and limits for cashiers.
        Staff = "staff",
        /// Replies of the main bot.
        MainBotTexts = "main_bot_texts",
        /// Notifications to clients.
        NoticeTexts = "notice_texts",
        /// Replies of the auth bot.
        AuthBotTexts = "auth_bot_texts",
        /// Notifications to staff.
        StaffTexts = "staff_texts",
    }
}

/// Type of a setting's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SettingType {
    /// A whole number from `min` to `max`.
    Integer,
    /// One line of text, or null where it is optional.
    Line,
    /// `{"from":"21:00","to":"09:00"}`, or null.
    QuietHours,
    /// Text of a bot message.
    Text,
}

/// Description of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SettingSpec {
    /// Key of the setting.
    pub key: String,
    /// Type of the value.
    #[oai(rename = "type")]
    pub kind: SettingType,
    /// Least number.
    pub min: Option<u32>,
    /// Greatest number.
    pub max: Option<u32>,
    /// Expected form of a line.
    pub expected: Option<String>,
    /// Placeholders that a message may contain.
    pub placeholders: Option<Vec<String>>,
    /// Default value; absent if the setting is empty by default.
    pub default: Option<Any<Value>>,
    /// Group of the setting.
    pub group: SettingGroup,
    /// Purpose of the setting, in Russian.
    pub description_ru: String,
    /// Purpose of the setting, in English.
    pub description_en: String,
    /// When the setting was last changed; absent if never.
    pub updated_at: Option<Timestamp>,
    /// The admin who last changed the setting; absent if it was an operator or the system.
    pub updated_by_admin_id: Option<i64>,
}

impl SettingSpec {
    /// Every setting, in the order of the panel. `defaults` are the settings with nothing stored.
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
        let default = Some(defaults.get(key)).filter(|value| !value.is_null()).map(Any);
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
            SettingKind::Line { expected } => Self { expected: Some(expected.to_owned()), ..spec },
            SettingKind::QuietHours => Self { kind: SettingType::QuietHours, ..spec },
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

/// All settings by key. Empty settings are left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Settings(pub Map<String, Value>);

/// Settings to change, by key. `null` restores the default; for quiet hours it switches them off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SettingsPatch(pub Map<String, Value>);

impl From<&domain::Settings> for Settings {
    fn from(settings: &domain::Settings) -> Self {
        let set = settings.to_json().into_iter();
        Self(set.filter(|(_, value)| !value.is_null()).collect())
    }
}

/// Implements poem-openapi's traits for an object with the keys of the settings registry.
macro_rules! settings_type {
    ($name:ident, $schema_name:literal, $is_nullable:literal, $about:literal) => {
        json_type!(
            $name,
            $schema_name,
            MetaSchemaRef::Reference($schema_name.into()),
            register: |registry: &mut Registry| {
                registry.create_schema::<Self, _>($schema_name.into(), |_| MetaSchema {
                    description: Some($about),
                    properties: properties($is_nullable),
                    example: Some(json!({ "reminder_hour": 12 })),
                    ..MetaSchema::new("object")
                });
            }
        );

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::Object(self.0.clone()))
            }
        }
    };
}

settings_type!(Settings, "Settings", false, "All settings by key. Empty settings are left out.");
settings_type!(
    SettingsPatch,
    "SettingsPatch",
    true,
    "Settings to change, by key. `null` restores the default; quiet hours are switched off."
);

/// The document needs static names.
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
                    pattern: Some("^([01][0-9]|2[0-3]):[0-5][0-9]$".into()),
                    ..MetaSchema::new("string")
                };
                MetaSchemaRef::Inline(Box::new(time))
            };
            MetaSchema {
                required: vec!["from", "to"],
                properties: vec![
                    ("from", time("Local time at which quiet hours begin.")),
                    ("to", time("Local time at which quiet hours end.")),
                ],
                example: Some(json!({ "from": "21:00", "to": "09:00" })),
                ..MetaSchema::new("object")
            }
        }
    }
}
