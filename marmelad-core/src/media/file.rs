//! Media files attached to broadcasts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::MediaId;

/// The Telegram message type that carries a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    Photo,
    /// A video with sound.
    Video,
    Document,
    /// A short video without sound, or a GIF.
    Animation,
}

crate::kernel::text_enum!(MediaKind {
    Photo => "photo",
    Video => "video",
    Document => "document",
    Animation => "animation",
});

impl MediaKind {
    /// The largest upload that Telegram accepts, in bytes: 10 MB for a photo, 50 MB for other kinds.
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Photo => 10 << 20,
            Self::Video | Self::Document | Self::Animation => MAX_UPLOAD,
        }
    }
}

/// The largest upload of any kind, in bytes.
pub const MAX_UPLOAD: u64 = 50 << 20;

/// An uploaded file: a row of `media`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub id: MediaId,
    pub kind: MediaKind,
    /// The stored bytes and their description.
    pub file: StoredFile,
    /// SHA-256 of the bytes, 64 hexadecimal digits. Unique together with the kind.
    pub sha256: String,
    /// Telegram's `file_id`, by which the main bot sends the file without an upload; `None` until first sent.
    pub telegram_file_id: Option<String>,
    /// When the file was first uploaded.
    pub created_at: DateTime<Utc>,
}

/// A file in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Path relative to the media folder, with `/` separators.
    pub path: String,
    /// The name shown to people: one line, at most 120 characters.
    pub file_name: String,
    pub content_type: String,
    /// Size in bytes, at most [`MAX_UPLOAD`].
    pub size_bytes: u64,
}

/// Path of the bytes with this hash. Files are spread over 256 folders, so that no folder grows too large.
pub fn path_of(sha256: &str) -> String {
    format!("{}/{sha256}", sha256.get(..2).unwrap_or("__"))
}
