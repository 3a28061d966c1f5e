//! The audit log. What changes something writes its entry itself, in its own transaction.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::domain::audit::{AuditEntry, AuditRecord};
use crate::domain::ids::AuditLogId;

/// The append-only log.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait AuditRepo: Send + Sync {
    /// Up to `limit` records after `after`, oldest first.
    async fn read_after(
        &self,
        after: Option<AuditLogId>,
        limit: u32,
    ) -> Result<Vec<AuditRecord>, PortError>;

    /// Up to `limit` newest records, newest first.
    async fn newest(&self, limit: u32) -> Result<Vec<AuditRecord>, PortError>;

    /// Writes down what changes nothing and must be known all the same, such as an export.
    async fn record(&self, entry: AuditEntry, now: DateTime<Utc>) -> Result<(), PortError>;

    /// The hash that the chain must end in.
    async fn head(&self) -> Result<String, PortError>;
}
