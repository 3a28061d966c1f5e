//! System: health, heartbeats, leases and the names of scheduled jobs.

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
        Self {
            health: Arc::clone(&ports.health),
        }
    }
}
