//! Segments.

use marmelad_core::segments as domain;
use poem_openapi::Object;

use super::{Filter, Timestamp, User};

/// A saved filter over clients.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Segment {
    /// Id of the segment.
    pub id: i64,
    /// Unique name shown to staff.
    pub name: String,
    /// Description shown to staff.
    pub description: Option<String>,
    /// Filter that selects the clients.
    pub filter: Filter,
    /// The admin who created the segment.
    pub created_by_admin_id: Option<i64>,
    /// When the segment was created.
    pub created_at: Timestamp,
    /// When the segment last changed.
    pub updated_at: Timestamp,
}

impl From<domain::Segment> for Segment {
    fn from(segment: domain::Segment) -> Self {
        Self {
            id: segment.id.0,
            name: segment.name,
            description: segment.description,
            filter: segment.filter.into(),
            created_by_admin_id: segment.created_by_admin_id.map(|id| id.0),
            created_at: segment.created_at.into(),
            updated_at: segment.updated_at.into(),
        }
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
