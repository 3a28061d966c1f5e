//! The port of process heartbeats.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::PortError;

/// Stores heartbeats of processes. Only for operators; no business rule may depend on them.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ProcessRegistry: Send + Sync {
    /// Stores a heartbeat. The first heartbeat of a process also deletes the records of processes silent for a day.
    async fn report(&self, process: ProcessReport, now: DateTime<Utc>) -> Result<(), PortError>;

    /// Removes a process that has shut down cleanly.
    async fn leave(&self, id: &str) -> Result<(), PortError>;

    /// Returns processes with a heartbeat since an instant, oldest first.
    async fn seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, PortError>;
}

/// Description of a process, sent with its heartbeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessReport {
    /// Id unique to the process, ≤ 64 bytes.
    pub id: String,
    /// Program: `marmelad-http`, `marmelad-bots`, …
    pub name: String,
    /// Roles, separated by commas; may be empty.
    pub roles: String,
    /// The configured time zone (`TZ`), compared between processes.
    pub zone: String,
    pub version: String,
    /// Start of the process.
    pub started_at: DateTime<Utc>,
}
