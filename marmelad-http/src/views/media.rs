//! Uploaded files.

use marmelad_core::media as domain;
use poem_openapi::Object;

use super::{MediaType, Timestamp};

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Media {
    /// Id of the file: `media_id` of a broadcast.
    pub id: i64,
    /// How the file is sent in Telegram.
    pub kind: MediaType,
    /// Name of the file as uploaded.
    pub file_name: String,
    /// Content type, detected from the content.
    pub content_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// When the file was first uploaded.
    pub created_at: Timestamp,
}

impl From<domain::Media> for Media {
    fn from(from: domain::Media) -> Self {
        Self {
            id: from.id.0,
            kind: Some(from.kind).into(),
            file_name: from.file.file_name,
            content_type: from.file.content_type,
            size_bytes: from.file.size_bytes,
            created_at: from.created_at.into(),
        }
    }
}
