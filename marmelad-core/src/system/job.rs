//! The scheduler's daily jobs.

/// A job that runs once per local day, as stored in `scheduler_runs.job`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarJob {
    Birthdays,
    /// Reminders of discounts that are about to expire.
    Reminders,
    Digest,
}

crate::kernel::text_enum!(CalendarJob {
    Birthdays => "birthdays",
    Reminders => "reminders",
    Digest => "digest",
});
