//! Pictures, videos and files that go out with broadcasts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::MediaId;

/// What a file is sent as.
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
    /// The largest upload that Telegram takes, in bytes: 10 MB for a photo, 50 MB for the others.
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Photo => 10 << 20,
            Self::Video | Self::Document | Self::Animation => MAX_UPLOAD,
        }
    }
}

/// No upload is larger, whatever it is, in bytes.
pub const MAX_UPLOAD: u64 = 50 << 20;

/// An uploaded file: a row of `media`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub id: MediaId,
    /// What it is sent as.
    pub kind: MediaKind,
    /// Where its bytes are, and what they are.
    pub file: StoredFile,
    /// Of its bytes, 64 hexadecimal digits. One file of one kind is kept once.
    pub sha256: String,
    /// By which the main bot sends it again without its bytes; known after the first sending.
    pub telegram_file_id: Option<String>,
    /// When it was uploaded first.
    pub created_at: DateTime<Utc>,
}

/// A file in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Below the media folder, with slashes.
    pub path: String,
    /// As people see it: one line, at most 120 characters.
    pub file_name: String,
    pub content_type: String,
    /// Its size, at most [`MAX_UPLOAD`].
    pub size_bytes: u64,
}

/// Where the bytes with this hash stand: in 256 folders, so that none gets long.
pub fn path_of(sha256: &str) -> String {
    format!("{}/{sha256}", sha256.get(..2).unwrap_or("__"))
}
