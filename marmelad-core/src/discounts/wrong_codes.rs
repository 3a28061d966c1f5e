//! The limits for guessing: how many unknown codes lead to which pause.

use chrono::{DateTime, Duration, Utc};

use crate::settings::Settings;

/// From the settings `wrong_code_limit`, `wrong_code_window_minutes` and `wrong_code_pause_minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongCodePolicy {
    /// Number of unknown codes within the window that starts a pause.
    pub limit: u32,
    pub window: Duration,
    pub pause: Duration,
}

impl WrongCodePolicy {
    /// The policy of the current settings.
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            limit: settings.wrong_code_limit(),
            window: Duration::minutes(i64::from(settings.wrong_code_window_minutes())),
            pause: Duration::minutes(i64::from(settings.wrong_code_pause_minutes())),
        }
    }
}

/// Result of counting an unknown code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongCodeVerdict {
    /// Number of unknown codes within the window.
    Counted(u32),
    /// This code started a pause until the given instant. Exactly one caller gets this result per pause.
    PauseBegan(DateTime<Utc>),
}
