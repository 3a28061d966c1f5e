//! System: health, heartbeats, leases and the names of scheduled jobs.
//!
//! - `database`: the state of the schema migrations.
//! - `job`: the scheduler's daily jobs.
//! - `ports/health`: checks of the database and optional services.
//! - `ports/process_registry`: heartbeats of processes.
//! - `ports/leases`: leases, by which one process at a time does exclusive work.
//!
//! `/ready` and `doctor` call [`SystemService`]; workers and schedulers use the ports directly.

mod database;
mod job;
mod ports;

use std::sync::Arc;

pub use job::*;
pub use ports::*;

use crate::Ports;

/// Reports the state of the system.
#[derive(Clone)]
pub struct SystemService {
    health: Arc<dyn Health>,
}

impl SystemService {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self { health: Arc::clone(&ports.health) }
    }
}
