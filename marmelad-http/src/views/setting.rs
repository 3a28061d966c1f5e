//! What can be set.

use marmelad_core::domain::settings::{SettingKey, SettingKind, Settings};
use poem_openapi::types::Any;
use poem_openapi::{Enum, Object};
use serde_json::Value;

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
    /// What it is for, in Russian.
    pub description_ru: String,
    /// What it is for, in English.
    pub description_en: String,
}

impl SettingSpec {
    /// Every setting, in the order of the panel; `defaults` are the settings with nothing stored.
    pub fn all(defaults: &Settings) -> Vec<Self> {
        SettingKey::all()
            .map(|key| Self::of(key, defaults))
            .collect()
    }

    fn of(key: SettingKey, defaults: &Settings) -> Self {
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
            description_ru: key.about_ru().to_owned(),
            description_en: key.about_en().to_owned(),
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
