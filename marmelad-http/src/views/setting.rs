//! The registry of settings.

use marmelad_core::domain::settings::{BootDefaults, SettingKey, SettingKind, Settings};
use poem_openapi::types::Any;
use poem_openapi::{Enum, Object};
use serde_json::Value;

/// What a setting is for and what it may be.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SettingSchema {
    /// Its key.
    pub key: String,
    /// What kind of value it takes.
    #[oai(rename = "type")]
    pub kind: SettingType,
    /// The least number.
    pub min: Option<u32>,
    /// The greatest number.
    pub max: Option<u32>,
    /// What a line of text must look like.
    pub expected: Option<String>,
    /// What may stand in the braces of a bot message.
    pub placeholders: Option<Vec<String>>,
    /// What it is until somebody changes it; absent = not set.
    pub default: Option<Any<Value>>,
    /// What it is for, in Russian.
    pub description_ru: String,
    /// What it is for, in English.
    pub description_en: String,
}

/// What kind of value a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SettingType {
    /// A whole number.
    Integer,
    /// A line of text.
    Line,
    /// `{"from":"21:00","to":"09:00"}`, or nothing.
    QuietHours,
    /// A bot message in Telegram's HTML.
    Text,
}

impl SettingSchema {
    /// Every setting, in the order in which the panel shows them.
    pub fn all() -> Vec<Self> {
        let defaults = Settings::defaults(BootDefaults::default());
        SettingKey::all()
            .map(|key| Self::of(key, &defaults))
            .collect()
    }

    fn of(key: SettingKey, defaults: &Settings) -> Self {
        let mut schema = Self {
            key: key.name(),
            kind: SettingType::QuietHours,
            min: None,
            max: None,
            expected: None,
            placeholders: None,
            default: Some(defaults.get(key))
                .filter(|value| !value.is_null())
                .map(Any),
            description_ru: key.about_ru().to_owned(),
            description_en: key.about_en().to_owned(),
        };
        match key.kind() {
            SettingKind::Integer(range) => {
                schema.kind = SettingType::Integer;
                (schema.min, schema.max) = (Some(*range.start()), Some(*range.end()));
            }
            SettingKind::Line { expected } => {
                schema.kind = SettingType::Line;
                schema.expected = Some(expected.to_owned());
            }
            SettingKind::QuietHours => {}
            SettingKind::Text(text) => {
                schema.kind = SettingType::Text;
                let names = text.spec().placeholders.iter();
                schema.placeholders = Some(names.map(|known| known.name.to_owned()).collect());
            }
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_described() {
        let all = SettingSchema::all();
        assert_eq!(all.len(), SettingKey::all().count());
        assert!(
            all.iter()
                .all(|one| !one.description_ru.is_empty() && !one.description_en.is_empty())
        );
        let hour = all.iter().find(|one| one.key == "digest_hour").unwrap();
        assert_eq!((hour.min, hour.max), (Some(0), Some(23)));
        assert_eq!(hour.default, Some(Any(9.into())));
    }
}
