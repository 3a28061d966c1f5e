//! The port for the rows of uploaded files.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, MediaId, PortError};
use crate::media::{Media, MediaKind, StoredFile};

/// Stores the rows of uploaded files (`media`).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait MediaRepo: Send + Sync {
    /// Finds a file by its id.
    async fn find(&self, id: MediaId) -> Result<Option<Media>, PortError>;

    /// Adds a file and its audit entry. If a row with the same bytes and kind exists, returns it and writes nothing.
    async fn add(&self, command: AddMedia) -> Result<AddedMedia, PortError>;

    /// Stores Telegram's `file_id`, by which the main bot sends the file again.
    async fn remember_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Clears the `file_id` that Telegram has rejected, unless another one was stored meanwhile.
    async fn forget_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}

/// A file to add; its bytes are already in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddMedia {
    pub kind: MediaKind,
    /// The stored bytes and their description.
    pub file: StoredFile,
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    pub sha256: String,
    pub admin_id: Option<AdminId>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Result of adding a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedMedia {
    Added(Media),
    Known(Media),
}
