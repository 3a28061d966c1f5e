//! Calendar: the scheduler's jobs, each run once per local day.

mod birthdays;
mod cleanup;
mod digest;
mod ports;
mod reminders;
mod schedule;

pub use birthdays::*;
pub use cleanup::*;
pub use digest::*;
pub use ports::*;
pub use reminders::*;
pub use schedule::*;

/// How many rows one transaction of a job looks at.
const BATCH: u32 = 200;
