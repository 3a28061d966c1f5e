//! Discount templates.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::discounts::{Template, TemplateChange, TemplateTerms, TermsError};
use crate::kernel::{PortError, TemplateId};

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

    /// Changes a template by what it is under its lock. Issued discounts keep their terms.
    async fn update(&self, command: UpdateTemplate) -> Result<UpdateTemplateOutcome, PortError>;

    /// Deletes a template that nothing refers to, and switches off one that something does.
    async fn remove(&self, command: RemoveTemplate) -> Result<RemoveTemplateOutcome, PortError>;
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

/// A template to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateTemplate {
    /// Which.
    pub id: TemplateId,
    /// What.
    pub change: TemplateChange,
    /// Written with it, if anything changes; the store fills in what differs by
    /// [`describe_template_change`](crate::discounts::describe_template_change).
    pub audit: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of changing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateTemplateOutcome {
    /// As it is now.
    Updated(Template),
    /// Rules that it would break.
    Invalid(Vec<TermsError>),
    /// No such template.
    NotFound,
}

/// A template to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveTemplate {
    /// Which.
    pub id: TemplateId,
    /// Written when it is deleted; the store fills in what is lost.
    pub deleted: AuditEntry,
    /// Written when it is switched off.
    pub deactivated: AuditEntry,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What came of deleting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoveTemplateOutcome {
    /// Gone.
    Deleted,
    /// Discounts, campaigns or broadcasts refer to it: it stays, and issues nothing more.
    Deactivated(Template),
    /// No such template.
    NotFound,
}
