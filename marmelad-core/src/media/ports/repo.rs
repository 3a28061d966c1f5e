//! Uploaded files: what is known of them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, MediaId, PortError};
use crate::media::{Media, MediaKind, StoredFile};

/// Stores what is known of uploaded files.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaRepo: Send + Sync {
    /// By id.
    async fn find(&self, id: MediaId) -> Result<Option<Media>, PortError>;

    /// Adds a file, with its audit entry. One with the same bytes and kind is there already: it stays as it is, and
    /// nothing is written.
    async fn add(&self, command: AddMedia) -> Result<AddedMedia, PortError>;

    /// Keeps the id by which the main bot sends the file again.
    async fn remember_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Forgets that id, when it is still the one that is kept: Telegram does not take it.
    async fn forget_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}

/// A file whose bytes are in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddMedia {
    /// What it is sent as.
    pub kind: MediaKind,
    /// Where its bytes are, and what they are.
    pub file: StoredFile,
    /// Of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    pub admin_id: Option<AdminId>,
    /// Written with it; `entity_id` is filled in by the store.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of adding a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedMedia {
    Added(Media),
    Known(Media),
}
