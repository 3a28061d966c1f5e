//! Guessing: how many well-formed unknown codes a cashier may type before a pause.

use chrono::{DateTime, Duration, Utc};

use crate::settings::Settings;

/// `wrong_code_limit`, `wrong_code_window_minutes`, `wrong_code_pause_minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongCodePolicy {
    /// So many within the window pause.
    pub limit: u32,
    /// The window.
    pub window: Duration,
    /// The pause.
    pub pause: Duration,
}

impl WrongCodePolicy {
    /// From the settings in force.
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            limit: settings.wrong_code_limit(),
            window: Duration::minutes(i64::from(settings.wrong_code_window_minutes())),
            pause: Duration::minutes(i64::from(settings.wrong_code_pause_minutes())),
        }
    }
}

/// What one more wrong code led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongCodeVerdict {
    /// Counted; so many within the window.
    Counted(u32),
    /// This one began a pause, until that instant. Exactly one caller gets this for one pause.
    PauseBegan(DateTime<Utc>),
}
