//! Segments.

use marmelad_core::segments as domain;
use poem_openapi::Object;

use super::{Filter, Timestamp, User, view};

view! {
    /// A saved filter over clients.
    Segment of segment: domain::Segment {
        /// Id of the segment.
        id: i64,
        /// Unique name shown to staff.
        name: String,
        /// Description shown to staff.
        description: Option<String>,
        /// Filter that selects the clients.
        filter: Filter,
        /// The admin who created the segment.
        created_by_admin_id: Option<i64>,
        /// When the segment was created.
        created_at: Timestamp,
        /// When the segment last changed.
        updated_at: Timestamp,
    }
}

/// Clients that a filter selects now, without test users and anonymised clients.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SegmentPreview {
    /// Exact number of clients.
    pub count: u64,
    /// The ten newest of these clients.
    pub sample: Vec<User>,
}
