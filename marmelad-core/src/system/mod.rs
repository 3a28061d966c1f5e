//! System: health, heartbeats, leases and the names of scheduled jobs.
//!
//! - `checks`: whether the database and optional services work.
//! - `processes`: names of processes, and which of them run.
//! - `lease`: leases, by which one process at a time does exclusive work.
//! - `job`: the scheduler's daily jobs.
//! - `ports`: health, heartbeats, leases.

mod checks;
mod job;
mod lease;
mod ports;
mod processes;

pub use job::*;
pub use ports::*;

use crate::kernel::Entropy;
use crate::service;

service! {
    /// Reports the state of the system, names processes and gives out leases.
    SystemService { entropy: Entropy, health: Health, leases: Leases, processes: ProcessRegistry }
}
