//! Uploaded files.

use marmelad_core::media as domain;

use super::{MediaType, Timestamp, view};

view! {
    /// An uploaded file.
    Media of from: domain::Media {
        /// Id of the file: `media_id` of a broadcast.
        id: i64,
        /// How the file is sent in Telegram.
        kind: MediaType = Some(from.kind).into(),
        /// Name of the file as uploaded.
        file_name: String = from.file.file_name,
        /// Content type, detected from the content.
        content_type: String = from.file.content_type,
        /// Size in bytes.
        size_bytes: u64 = from.file.size_bytes,
        /// When the file was first uploaded.
        created_at: Timestamp,
    }
}
