//! What owners can change while everything runs: the registry, its checks and the snapshot in force.
//!
//! One truth for API, CLI, bots and scheduler. To add a setting: a whole number or a line of text is one entry
//! in `keys.rs`, a bot message one entry under [`super::texts`]; getter, checks, schema and defaults follow from it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

mod check;
mod keys;
mod quiet_hours;

pub use check::{SettingChange, SettingError, SettingFault, SettingValue, check};
pub use keys::{IntegerSetting, LineSetting, SettingKey, SettingKind};
pub use quiet_hours::{QuietHours, QuietHoursError};

use super::texts::TextKey;

/// What the configuration decides about settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootDefaults {
    /// First value of `telegram_channel_id`.
    pub telegram_channel_id: Option<String>,
    /// First value of `broadcast_rate_per_minute`, 0–1800.
    pub broadcast_rate_per_minute: u32,
    /// Whether messages go to another Bot API server than Telegram's own; only then may a bot send without limit.
    pub has_own_api_server: bool,
}

impl Default for BootDefaults {
    fn default() -> Self {
        Self { telegram_channel_id: None, broadcast_rate_per_minute: 25, has_own_api_server: false }
    }
}

/// The settings in force at one moment: what is stored, over the defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    boot: BootDefaults,
    integers: BTreeMap<IntegerSetting, u32>,
    lines: BTreeMap<LineSetting, String>,
    quiet_hours: Option<QuietHours>,
    texts: BTreeMap<&'static str, String>,
}

impl Settings {
    /// Nothing stored.
    pub fn defaults(boot: BootDefaults) -> Self {
        Self {
            boot,
            integers: BTreeMap::new(),
            lines: BTreeMap::new(),
            quiet_hours: Some(QuietHours::DEFAULT),
            texts: BTreeMap::new(),
        }
    }

    /// The stored rows over the defaults. A row that no longer passes its check keeps the default and is reported.
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

    /// Puts a checked value in force.
    pub fn apply(&mut self, change: SettingChange) {
        match change {
            SettingChange::Integer(key, Some(number)) => drop(self.integers.insert(key, number)),
            SettingChange::Integer(key, None) => drop(self.integers.remove(&key)),
            SettingChange::Line(key, Some(line)) => drop(self.lines.insert(key, line)),
            SettingChange::Line(key, None) => drop(self.lines.remove(&key)),
            SettingChange::QuietHours(hours) => self.quiet_hours = hours,
            SettingChange::Text(key, Some(text)) => drop(self.texts.insert(key.name(), text)),
            SettingChange::Text(key, None) => drop(self.texts.remove(key.name())),
        }
    }
}
