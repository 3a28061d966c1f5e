//! Filters and orders of the lists of broadcasts and of recipients.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::broadcasts::{BroadcastKind, BroadcastStatus, RecallStatus, RecipientStatus};
use crate::kernel::{BroadcastId, ClientId, PageRequest, Sorting, TimeRange};

/// Selects broadcasts that match every given field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BroadcastFilter {
    /// Any of these states; empty = any state.
    pub statuses: BTreeSet<BroadcastStatus>,
    /// Written for it, or copied.
    pub kind: Option<BroadcastKind>,
    /// Every word must be the beginning of a word of the title; case is ignored.
    pub title: Option<String>,
    /// Period in which the broadcast was created.
    pub created: TimeRange,
    /// Period of the planned start.
    pub scheduled: TimeRange,
    /// Broadcasts to test users (`true`) or to other clients (`false`).
    pub is_test: Option<bool>,
}

/// By what broadcasts are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastSortKey {
    CreatedAt,
    /// Planned start; drafts without one are smallest.
    ScheduledAt,
    FinishedAt,
}

/// A page of a list of broadcasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastList {
    pub filter: BroadcastFilter,
    pub sort: Sorting<BroadcastSortKey>,
    pub page: PageRequest,
    pub now: DateTime<Utc>,
}

/// Selects recipients that match every given field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecipientFilter {
    /// Any of these outcomes; empty = any outcome.
    pub statuses: BTreeSet<RecipientStatus>,
    /// Outcome of the recall of their message.
    pub recall_status: Option<RecallStatus>,
    pub user_id: Option<ClientId>,
}

/// A page of a broadcast's recipients, in the order in which their rows were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientList {
    pub id: BroadcastId,
    pub filter: RecipientFilter,
    pub page: PageRequest,
    pub now: DateTime<Utc>,
}
