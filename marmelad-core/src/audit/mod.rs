//! The audit log: who changed what, in a hash chain that shows any later edit.

mod actor;
mod chain;
mod entry;
mod log;
mod ports;

use std::sync::Arc;

pub use actor::*;
pub use chain::*;
pub use entry::*;
pub use ports::*;

use crate::Ports;

/// Reads and verifies the audit log.
#[derive(Clone)]
pub struct AuditService {
    audit: Arc<dyn AuditRepo>,
}

impl AuditService {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self {
            audit: Arc::clone(&ports.audit),
        }
    }
}
