//! The port of segments.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, Moment, PortError, SegmentId};
use crate::people::User;
use crate::segments::{
    AudienceScope, DeletedSegment, SavedSegment, Segment, SegmentChange, SegmentFilter,
};

/// Stores segments and evaluates filters.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SegmentRepo: Send + Sync {
    /// Finds a segment by its id.
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, PortError>;

    /// Returns all segments, newest first. People write them, so there are dozens, not thousands.
    async fn list(&self) -> Result<Vec<Segment>, PortError>;

    /// Adds a segment unless its name is taken.
    async fn add(&self, command: NewSegment) -> Result<SavedSegment, PortError>;

    /// Changes a segment. Broadcasts without fan-out so far use the new filter.
    async fn update(&self, command: UpdateSegment) -> Result<SavedSegment, PortError>;

    /// Deletes a segment unless an unfinished broadcast refers to it; finished broadcasts have their own filter copy.
    async fn delete(&self, command: DeleteSegment) -> Result<DeletedSegment, PortError>;

    /// Counts the clients that match a filter; the number is exact.
    async fn count(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
    ) -> Result<u64, PortError>;

    /// Returns the newest matching clients, at most `limit`.
    async fn sample(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
        limit: u32,
    ) -> Result<Vec<User>, PortError>;
}

/// A segment to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSegment {
    /// Shown to staff; unique.
    pub name: String,
    pub description: Option<String>,
    /// Filter of the segment's clients.
    pub filter: SegmentFilter,
    /// The adding admin; `None` for an operator.
    pub admin_id: Option<AdminId>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A segment to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateSegment {
    pub id: SegmentId,
    pub change: SegmentChange,
    /// Audit entry, written if anything changes; the store adds the differences by [`describe_segment_change`].
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// A segment to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteSegment {
    pub id: SegmentId,
    /// Audit entry of the deletion; the store adds the deleted values.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// Adds the differences between two versions of a segment to an audit entry; `None` stands for an absent version.
pub fn describe_segment_change(
    entry: AuditEntry,
    old: Option<&Segment>,
    new: Option<&Segment>,
) -> AuditEntry {
    // The key is not `name`, because audit redaction treats `name` as a person's name.
    let fields = |segment: &Segment| {
        let fields = [
            ("segment_name", json!(segment.name)),
            ("description", json!(segment.description)),
            ("filter", json!(segment.filter)),
        ];
        fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Vec<_>>()
    };
    entry.differences(&old.map(fields).unwrap_or_default(), &new.map(fields).unwrap_or_default())
}
