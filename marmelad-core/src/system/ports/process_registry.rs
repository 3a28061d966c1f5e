//! Which processes run.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::PortError;

/// Where processes report themselves. For operators only: no rule may hang on it.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ProcessRegistry: Send + Sync {
    /// The process is there, and is so described. With its first report those that are silent for a day are
    /// forgotten.
    async fn report(&self, process: ProcessReport, now: DateTime<Utc>) -> Result<(), PortError>;

    /// The process ended in good order.
    async fn leave(&self, id: &str) -> Result<(), PortError>;

    /// Those that reported themselves since an instant, the oldest first.
    async fn seen_since(&self, since: DateTime<Utc>) -> Result<Vec<ProcessReport>, PortError>;
}

/// A process as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessReport {
    /// Unique to the process, ≤ 64 bytes.
    pub id: String,
    /// Which program: `marmelad-http`, `marmelad-bots`, …
    pub name: String,
    /// Its roles with commas between them; may be empty.
    pub roles: String,
    /// The shops' zone as it was told (`TZ`).
    pub zone: String,
    pub version: String,
    /// Since when it runs.
    pub started_at: DateTime<Utc>,
}
