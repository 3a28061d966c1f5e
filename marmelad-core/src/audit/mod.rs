//! Audit log: who changed what. A hash chain reveals any later edit of the log.
//!
//! - `actor.rs`: [`Actor`], who makes a change.
//! - `entry.rs`: [`AuditEntry`] before it is stored, [`AuditRow`] afterwards.
//! - `chain.rs`: the hash of a row and [`ChainVerifier`].
//! - `log.rs`: the jobs of [`AuditService`]: read, search, verify.
//! - `ports.rs`: [`AuditRepo`], the append-only log.
//!
//! Writing: a job of another area builds an entry from its actor and passes it inside its own
//! command; that area's store writes the entry in the transaction of the change. Reading: front end
//! → [`AuditService`] → [`AuditRepo`].

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
        Self { audit: Arc::clone(&ports.audit) }
    }
}
