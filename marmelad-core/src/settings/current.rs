//! The settings in force: the registry, its checks and a snapshot of values.
//!
//! API, CLI, bots and scheduler all use this module. To add a number or a line of text, add an entry in `keys.rs`;
//! to add a bot message, add one under [`crate::messages::texts`]. Getter, checks, schema and default follow from
//! the entry.

use crate::settings::{
    IntegerSetting, LineSetting, QuietHours, SettingChange, SettingError, SettingKey, check,
};
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::messages::TextKey;

/// Configuration values that settings depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootDefaults {
    /// Initial value of `telegram_channel_id`.
    pub telegram_channel_id: Option<String>,
    /// Initial value of `broadcast_rate_per_minute`, 0–1800.
    pub broadcast_rate_per_minute: u32,
    /// Whether the Bot API server is not Telegram's own; only then may a bot send without limit.
    pub has_own_api_server: bool,
}

impl Default for BootDefaults {
    fn default() -> Self {
        Self { telegram_channel_id: None, broadcast_rate_per_minute: 25, has_own_api_server: false }
    }
}

/// A snapshot of the settings: stored values over defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    boot: BootDefaults,
    integers: BTreeMap<IntegerSetting, u32>,
    lines: BTreeMap<LineSetting, String>,
    quiet_hours: Option<QuietHours>,
    texts: BTreeMap<&'static str, String>,
}

impl Settings {
    pub fn defaults(boot: BootDefaults) -> Self {
        Self {
            boot,
            integers: BTreeMap::new(),
            lines: BTreeMap::new(),
            quiet_hours: Some(QuietHours::DEFAULT),
            texts: BTreeMap::new(),
        }
    }

    /// The defaults with the same configuration.
    #[must_use]
    pub fn without_changes(&self) -> Self {
        Self::defaults(self.boot.clone())
    }

    /// Loads stored rows over the defaults. A row that fails its check is reported and the default is used.
    pub fn load(
        boot: BootDefaults,
        rows: impl IntoIterator<Item = (String, Value)>,
    ) -> (Self, Vec<SettingError>) {
        let mut settings = Self::defaults(boot);
        let mut problems = Vec::new();
        for (key, value) in rows {
            match check(&key, &value, &settings.boot) {
                Ok(change) => settings.apply(change),
                Err(problem) => problems.push(problem),
            }
        }
        (settings, problems)
    }

    /// Applies a checked value.
    pub fn apply(&mut self, change: SettingChange) {
        match change {
            SettingChange::Integer(key, number) => put(&mut self.integers, key, number),
            SettingChange::Line(key, line) => put(&mut self.lines, key, line),
            SettingChange::QuietHours(hours) => self.quiet_hours = hours,
            SettingChange::Text(key, text) => put(&mut self.texts, key.name(), text),
        }
    }

    /// Value of a number; each number also has a getter of its name.
    pub fn integer(&self, key: IntegerSetting) -> u32 {
        let default = match key {
            IntegerSetting::BroadcastRatePerMinute => self.boot.broadcast_rate_per_minute,
            other => other.spec().default,
        };
        self.integers.get(&key).copied().unwrap_or(default)
    }

    /// Value of a line of text, if set; each line also has a getter of its name.
    pub fn line(&self, key: LineSetting) -> Option<&str> {
        let default = match key {
            LineSetting::TelegramChannelId => self.boot.telegram_channel_id.as_deref(),
            other => other.spec().default,
        };
        self.lines.get(&key).map(String::as_str).or(default)
    }

    /// `quiet_hours`: when marketing waits; `None` = never.
    pub fn quiet_hours(&self) -> Option<QuietHours> {
        self.quiet_hours
    }

    /// A bot message with its placeholders, not rendered.
    pub fn text(&self, key: TextKey) -> &str {
        self.texts.get(key.name()).map_or(key.spec().default, String::as_str)
    }

    /// A bot message rendered with values; see [`TextKey::render`].
    pub fn render(&self, key: TextKey, values: &[(&str, &str)]) -> String {
        key.render(self.text(key), values)
    }

    /// The value in force as the API shows it; `null` = not set.
    pub fn get(&self, key: SettingKey) -> Value {
        match key {
            SettingKey::Integer(key) => self.integer(key).into(),
            SettingKey::Line(key) => self.line(key).into(),
            SettingKey::QuietHours => self.quiet_hours.map_or(Value::Null, QuietHours::to_json),
            SettingKey::Text(key) => self.text(key).into(),
        }
    }

    /// All values in force by key.
    pub fn to_json(&self) -> Map<String, Value> {
        SettingKey::all().map(|key| (key.name(), self.get(key))).collect()
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

#[cfg(test)]
mod tests;
