//! The scheduler's daily jobs by name.

/// What is done once a local day; `scheduler_runs.job`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarJob {
    Birthdays,
    /// Reminders of discounts about to end.
    Reminders,
    Digest,
}

crate::kernel::text_enum!(CalendarJob {
    Birthdays => "birthdays",
    Reminders => "reminders",
    Digest => "digest",
});
