//! What schedulers do by the calendar.

mod birthdays;
mod cleanup;
mod digest;
mod reminders;

pub use birthdays::*;
pub use digest::*;

/// How many rows one transaction of a job looks at.
const BATCH: u32 = 200;
