//! The port of the audit log.
//! A change writes its own entry in its own transaction; only events without a change use
//! [`AuditRepo::record`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::{AuditActor, AuditEntry, AuditRecord};
use crate::kernel::{AdminId, AuditLogId, Page, PageRequest, PortError};

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

    /// A page of the records that match a filter, ordered by time.
    async fn search(
        &self,
        filter: &AuditFilter,
        is_oldest_first: bool,
        page: PageRequest,
    ) -> Result<Page<AuditRecord>, PortError>;

    /// Writes an entry for an event that changes nothing but must be recorded, such as an export.
    async fn record(&self, entry: AuditEntry, now: DateTime<Utc>) -> Result<(), PortError>;

    /// The stored head: the hash of the last row.
    async fn head(&self) -> Result<String, PortError>;
}

/// Selects records that match every given field; `None` = any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    pub actor: Option<AuditActor>,
    pub admin_id: Option<AdminId>,
    /// Matches the whole word.
    pub action: Option<String>,
    /// Matches the whole word.
    pub entity: Option<String>,
    pub entity_id: Option<i64>,
    /// Id of the HTTP request.
    pub request_id: Option<String>,
    /// Earliest time of a record, inclusive.
    pub from: Option<DateTime<Utc>>,
    /// Latest time of a record, inclusive.
    pub until: Option<DateTime<Utc>>,
}
