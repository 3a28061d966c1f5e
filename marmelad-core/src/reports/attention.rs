//! What needs a look now.

use chrono::{Duration, NaiveDate};

use crate::reports::Attention;
use crate::system::CalendarJob;

/// What needs a look now; the morning digest tells a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Broadcasts on their way or stuck, and budgets near their end.
    pub digest: Attention,
    /// What waits for somebody, or failed lately.
    pub waiting: Waiting,
}

/// What waits for somebody, or failed lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// People who want to become cashiers.
    pub cashier_requests: u64,
    /// Notifications that could not be sent, of the last [`Self::LATELY`].
    pub failed_notifications: u64,
    /// Notifications that should have gone out [`Self::STUCK_AFTER`] ago and have not.
    pub stuck_notifications: u64,
    /// Recipients whom broadcasts of the last [`Self::LATELY`] did not reach.
    pub failed_messages: u64,
    /// Recipients of whom nobody knows, of the same.
    pub uncertain_messages: u64,
    /// Jobs of the last [`Self::LATELY`] that were begun and not finished within [`Self::UNFINISHED_AFTER`].
    pub unfinished_runs: Vec<UnfinishedRun>,
}

/// A job that was begun on a day and not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnfinishedRun {
    pub job: CalendarJob,
    /// Of which local day.
    pub day: NaiveDate,
}

impl Waiting {
    /// Failures are told for so long.
    pub const LATELY: Duration = Duration::days(7);
    /// A notification that is due so long is stuck.
    pub const STUCK_AFTER: Duration = Duration::minutes(15);
    /// A job that works for so long has failed.
    pub const UNFINISHED_AFTER: Duration = Duration::hours(1);
}
