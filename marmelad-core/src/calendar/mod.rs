//! Calendar: the scheduler's jobs, each run once per local day.
//!
//! - `schedule.rs`: on which day a job is due and when marketing may be sent.
//! - `birthdays.rs`, `reminders.rs`, `digest.rs`: the daily jobs.
//! - `greeting.rs`: the rule that decides who is greeted.
//! - `cleanup.rs`: deletes old rows and refreshes statistics.
//! - `ports.rs`: [`Calendar`], the port that claims a job's run and processes a batch.
//!
//! The scheduler calls [`CalendarService`]; the service decides what is due and passes the rule and
//! fresh codes to [`Calendar`]. The store locks the rows, applies the rule and queues the
//! notifications in one transaction; the worker sends them.

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
use crate::reports::Reports;
use crate::service;
use crate::staff::AdminRepo;

service! {
    /// Runs the scheduler's jobs.
    CalendarService { admins: AdminRepo, calendar: Calendar, codes: CodeGenerator, inbox: UpdateInbox, reports: Reports }
}

/// Rows that one transaction of a job processes at most.
const BATCH: u32 = 200;
