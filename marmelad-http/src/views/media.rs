//! Uploaded files.

use marmelad_core::media as domain;
use poem_openapi::Object;

use super::{MediaType, Timestamp};

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Media {
    /// Row id: `media_id` of a broadcast.
    pub id: i64,
    /// What it is sent as.
    pub kind: MediaType,
    /// As its owner calls it.
    pub file_name: String,
    /// By its content.
    pub content_type: String,
    /// Bytes.
    pub size_bytes: u64,
    /// When it was uploaded first.
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
