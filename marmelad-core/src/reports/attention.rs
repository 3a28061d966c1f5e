//! What needs attention now.

use chrono::{Duration, NaiveDate};

use crate::reports::Attention;
use crate::system::CalendarJob;

/// What needs attention now; the morning digest shows a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Sending and stuck broadcasts, and scarce budgets.
    pub digest: Attention,
    /// What waits for a person, or failed recently.
    pub waiting: Waiting,
}

/// What waits for a person, or failed recently.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Pending requests for cashier access.
    pub cashier_requests: u64,
    /// Notifications that failed within [`Self::LATELY`].
    pub failed_notifications: u64,
    /// Unsent notifications that have been due for [`Self::STUCK_AFTER`].
    pub stuck_notifications: u64,
    /// Failed recipients of broadcasts within [`Self::LATELY`].
    pub failed_messages: u64,
    /// Recipients with a lost answer, of broadcasts within [`Self::LATELY`].
    pub uncertain_messages: u64,
    /// Jobs begun within [`Self::LATELY`] and unfinished after [`Self::UNFINISHED_AFTER`].
    pub unfinished_runs: Vec<UnfinishedRun>,
}

/// A daily job that was begun and not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnfinishedRun {
    pub job: CalendarJob,
    /// The local day of the job.
    pub day: NaiveDate,
}

impl Waiting {
    /// How far back failures are counted.
    pub const LATELY: Duration = Duration::days(7);
    /// A notification that has been due for this long counts as stuck.
    pub const STUCK_AFTER: Duration = Duration::minutes(15);
    /// A job that has run for this long counts as failed.
    pub const UNFINISHED_AFTER: Duration = Duration::hours(1);
}
