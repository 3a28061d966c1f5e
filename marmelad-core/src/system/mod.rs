//! System: health, heartbeats, leases and the names of scheduled jobs.

mod job;
mod ports;
mod updates;

pub use job::*;
pub use ports::*;
pub use updates::*;
