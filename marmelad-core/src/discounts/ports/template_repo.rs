//! The port of stored templates.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::discounts::{SavedTemplate, Template, TemplateChange, TemplateTerms};
use crate::kernel::{PortError, TemplateId};

/// Stores the discount templates.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait TemplateRepo: Send + Sync {
    /// Finds a template by its id.
    async fn find(&self, id: TemplateId) -> Result<Option<Template>, PortError>;

    /// All templates, newest first. The table is small.
    async fn list(&self) -> Result<Vec<Template>, PortError>;

    async fn add(&self, command: SaveTemplate) -> Result<Template, PortError>;

    /// Changes a template under its lock. Issued discounts keep their terms.
    async fn update(&self, command: UpdateTemplate) -> Result<SavedTemplate, PortError>;

    /// Deletes a template; if anything refers to the template, switches it off instead.
    async fn remove(&self, command: RemoveTemplate) -> Result<RemoveTemplateOutcome, PortError>;
}

/// Checked terms to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveTemplate {
    pub terms: TemplateTerms,
    /// Written in the same transaction; the store adds `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A template to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateTemplate {
    pub id: TemplateId,
    pub change: TemplateChange,
    /// Written in the same transaction if anything changes. The store adds the changed fields, found by
    /// [`describe_template_change`](crate::discounts::describe_template_change).
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A template to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveTemplate {
    pub id: TemplateId,
    /// Written when the template is deleted; the store adds its terms.
    pub deleted: AuditEntry,
    /// Written when the template is switched off.
    pub deactivated: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of deleting a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoveTemplateOutcome {
    Deleted,
    /// Discounts, campaigns or broadcasts refer to the template: it was switched off instead.
    Deactivated(Template),
    NotFound,
}
