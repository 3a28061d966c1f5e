//! Calendar: the scheduler's jobs, each run once per local day.

mod birthdays;
mod cleanup;
mod digest;
mod greeting;
mod ports;
mod reminders;
mod schedule;

pub use birthdays::*;
pub use digest::*;
pub use greeting::*;
pub use ports::*;
pub use schedule::*;

use crate::discounts::CodeGenerator;
use crate::intake::UpdateInbox;
use crate::service;
use crate::staff::AdminRepo;

service! {
    /// Runs the scheduler's jobs.
    CalendarService { admins: AdminRepo, calendar: Calendar, codes: CodeGenerator, inbox: UpdateInbox }
}

/// How many rows one transaction of a job looks at.
const BATCH: u32 = 200;
