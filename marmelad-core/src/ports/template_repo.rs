//! Discount templates.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::TemplateId;
use crate::domain::template::{Template, TemplateTerms};

/// Stores templates.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait TemplateRepo: Send + Sync {
    /// By id.
    async fn find(&self, id: TemplateId) -> Result<Option<Template>, PortError>;

    /// All, newest first. The table is small.
    async fn list(&self) -> Result<Vec<Template>, PortError>;

    /// Adds a template.
    async fn add(&self, command: SaveTemplate) -> Result<Template, PortError>;

    /// Replaces a template's terms; `None` when there is none. Issued discounts keep theirs.
    async fn replace(
        &self,
        id: TemplateId,
        command: SaveTemplate,
    ) -> Result<Option<Template>, PortError>;
}

/// Terms that were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveTemplate {
    /// The terms.
    pub terms: TemplateTerms,
    /// Written with it; `entity_id` is filled in by the store.
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}
