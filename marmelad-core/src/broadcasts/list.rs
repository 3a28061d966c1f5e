//! Lists of broadcasts and of their recipients.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::broadcasts::{BroadcastKind, BroadcastStatus, RecallStatus, RecipientStatus};
use crate::kernel::{BroadcastId, PageRequest, Period, Sorting, UserId};

/// Which broadcasts are wanted: those of which everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BroadcastFilter {
    /// In one of these states; none = in any.
    pub statuses: BTreeSet<BroadcastStatus>,
    /// Written for it, or copied.
    pub kind: Option<BroadcastKind>,
    /// Every word of this begins a word of the title, in any case.
    pub title: Option<String>,
    /// When they were written.
    pub created: Period,
    /// When they are to begin.
    pub scheduled: Period,
    /// To test users alone, or to all the others.
    pub is_test: Option<bool>,
}

/// By what broadcasts are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastSortKey {
    /// When they were written.
    CreatedAt,
    /// When they are to begin.
    ScheduledAt,
    /// When they ended.
    FinishedAt,
}

/// A part of a list of broadcasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastList {
    /// Which.
    pub filter: BroadcastFilter,
    /// In which order.
    pub sort: Sorting<BroadcastSortKey>,
    /// Which part.
    pub page: PageRequest,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Which recipients are wanted: those of whom everything that is given holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecipientFilter {
    /// With one of these outcomes; none = with any.
    pub statuses: BTreeSet<RecipientStatus>,
    /// Whose message was taken back so.
    pub recall_status: Option<RecallStatus>,
    /// This client alone.
    pub user_id: Option<UserId>,
}

/// A part of a list of a broadcast's recipients, in the order in which they were laid down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientList {
    /// Of which broadcast.
    pub id: BroadcastId,
    /// Which.
    pub filter: RecipientFilter,
    /// Which part.
    pub page: PageRequest,
    /// Now.
    pub now: DateTime<Utc>,
}
