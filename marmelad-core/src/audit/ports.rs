//! The audit log. What changes something writes its entry itself, in its own transaction.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::{AuditActor, AuditEntry, AuditRecord};
use crate::kernel::{AdminId, AuditLogId, Page, PageRequest, PortError};

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

    /// A page of the records that a filter means, by time: newest first, or oldest first.
    async fn search(
        &self,
        filter: &AuditFilter,
        is_oldest_first: bool,
        page: PageRequest,
    ) -> Result<Page<AuditRecord>, PortError>;

    /// Writes down what changes nothing and must be known all the same, such as an export.
    async fn record(&self, entry: AuditEntry, now: DateTime<Utc>) -> Result<(), PortError>;

    /// The hash that the chain must end in.
    async fn head(&self) -> Result<String, PortError>;
}

/// Which records are wanted; what is `None` does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Who: the kind.
    pub actor: Option<AuditActor>,
    /// Which admin.
    pub admin_id: Option<AdminId>,
    /// What was done, exactly.
    pub action: Option<String>,
    /// To which kind of thing, exactly.
    pub entity: Option<String>,
    /// To which one.
    pub entity_id: Option<i64>,
    /// In which request.
    pub request_id: Option<String>,
    /// From this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Until this instant, included.
    pub until: Option<DateTime<Utc>>,
}
