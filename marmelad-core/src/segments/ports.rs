//! Segments, and the clients in them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, Moment, PortError, SegmentId};
use crate::people::User;
use crate::segments::{AudienceScope, Segment, SegmentChange, SegmentFilter, SegmentUse};

/// Stores segments and looks filters up.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SegmentRepo: Send + Sync {
    /// Finds a segment by its id.
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, PortError>;

    /// All, newest first. People write them, so there are some dozens.
    async fn list(&self) -> Result<Vec<Segment>, PortError>;

    /// Adds a segment.
    async fn add(&self, command: NewSegment) -> Result<AddSegmentOutcome, PortError>;

    /// Changes a segment. Broadcasts that were not fanned out yet go by the new filter.
    async fn update(&self, command: UpdateSegment) -> Result<UpdateSegmentOutcome, PortError>;

    /// Deletes a segment that no unfinished broadcast refers to. Finished ones keep its filter.
    async fn delete(&self, command: DeleteSegment) -> Result<DeleteSegmentOutcome, PortError>;

    /// How many clients a filter means, exactly.
    async fn count(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
    ) -> Result<u64, PortError>;

    /// The newest of the clients that a filter means, at most `limit`.
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
    /// Who is in it.
    pub filter: SegmentFilter,
    /// Who adds it, if an admin.
    pub admin_id: Option<AdminId>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of adding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddSegmentOutcome {
    Added(Segment),
    /// Another segment has the name.
    NameTaken,
}

/// A segment to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateSegment {
    pub id: SegmentId,
    pub change: SegmentChange,
    /// Written with it, if anything changes; the store fills in what differs by [`describe_segment_change`].
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of changing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpdateSegmentOutcome {
    /// As it is now.
    Updated(Segment),
    /// Another segment has the name.
    NameTaken,
    NotFound,
}

/// A segment to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteSegment {
    pub id: SegmentId,
    /// Written with it; the store fills in what is lost.
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}

/// What came of deleting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeleteSegmentOutcome {
    Deleted,
    NotFound,
    /// These broadcasts need it: drafts and all others that are not finished.
    InUse(Vec<SegmentUse>),
}

/// What differs between a segment before and after, where there is a before and an after.
pub fn describe_segment_change(
    entry: AuditEntry,
    old: Option<&Segment>,
    new: Option<&Segment>,
) -> AuditEntry {
    // Not `name`, which is a person's.
    let entry = differing(entry, "segment_name", old, new, |segment| {
        Some(segment.name.clone())
    });
    let entry = differing(entry, "description", old, new, |segment| {
        segment.description.clone()
    });
    differing(entry, "filter", old, new, |segment| {
        Some(segment.filter.clone())
    })
}

fn differing<T: serde::Serialize + PartialEq>(
    entry: AuditEntry,
    field: &str,
    old: Option<&Segment>,
    new: Option<&Segment>,
    value: impl Fn(&Segment) -> Option<T>,
) -> AuditEntry {
    let (old, new) = (old.and_then(&value), new.and_then(&value));
    if old == new {
        entry
    } else {
        entry.field(field, old, new)
    }
}
