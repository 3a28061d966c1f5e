//! How much waits in a queue, and for how long.

use chrono::{DateTime, Duration, Utc};

/// What a queue holds that is not done with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Entries that wait or are in somebody's hands.
    pub depth: u64,
    /// Since when the one that waits longest could have been worked on; `None` = nothing is due.
    pub due_since: Option<DateTime<Utc>>,
}

impl Backlog {
    /// How long the one that waits longest has been due, at least 0.
    pub fn lag(&self, now: DateTime<Utc>) -> Duration {
        self.due_since.map_or(Duration::zero(), |since| (now - since).max(Duration::zero()))
    }
}
