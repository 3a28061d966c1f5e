//! Segments.

use marmelad_core::segments as domain;
use poem_openapi::Object;

use super::{Filter, Timestamp, User};

/// A saved filter over clients.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Segment {
    /// Row id.
    pub id: i64,
    /// Shown to staff; unique.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// Who is in it.
    pub filter: Filter,
    /// The admin who added it.
    pub created_by_admin_id: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
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

/// Whom a filter means now; test users and anonymised clients are left out.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct SegmentPreview {
    /// How many clients, exactly.
    pub count: u64,
    /// The newest ten of them.
    pub sample: Vec<User>,
}
