//! Reading the audit log. Writing happens inside the changes themselves.

use async_trait::async_trait;

use super::PortError;
use crate::domain::audit::AuditRecord;
use crate::domain::ids::AuditLogId;

/// Reads the append-only log.
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

    /// The hash that the chain must end in.
    async fn head(&self) -> Result<String, PortError>;
}
