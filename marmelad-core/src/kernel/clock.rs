//! The port that tells the time.

use chrono::{DateTime, Utc};

/// The only source of the current instant.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait Clock: Send + Sync {
    /// Now in UTC, cut to whole milliseconds.
    fn now(&self) -> DateTime<Utc>;
}
