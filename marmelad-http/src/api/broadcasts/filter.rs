//! Filters of the lists of broadcasts and of their recipients.

use marmelad_core::broadcasts::{BroadcastFilter, RecipientFilter};
use poem_openapi::Object;
use serde::Deserialize;

use crate::paging::{IsTest, is_test, period};
use crate::views::{BroadcastKind, BroadcastStatus, Id, RecallStatus, RecipientStatus, Timestamp};

/// Broadcasts that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
pub(super) struct BroadcastParams {
    /// State; may be repeated.
    status: Option<Vec<BroadcastStatus>>,
    /// Origin of the message.
    kind: Option<BroadcastKind>,
    /// Prefixes of words of the title, in any case.
    search: Option<String>,
    /// Created at this instant or later.
    created_from: Option<Timestamp>,
    /// Created at this instant or earlier.
    created_to: Option<Timestamp>,
    /// Scheduled for this instant or later.
    scheduled_from: Option<Timestamp>,
    /// Scheduled for this instant or earlier.
    scheduled_to: Option<Timestamp>,
    /// Whether to list broadcasts to test users; `false` by default.
    is_test: Option<IsTest>,
}

impl From<BroadcastParams> for BroadcastFilter {
    fn from(given: BroadcastParams) -> Self {
        Self {
            statuses: given.status.into_iter().flatten().map(Into::into).collect(),
            kind: given.kind.map(Into::into),
            title: given.search,
            created: period(given.created_from, given.created_to),
            scheduled: period(given.scheduled_from, given.scheduled_to),
            is_test: is_test(given.is_test),
        }
    }
}

/// Recipients that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
pub(super) struct RecipientParams {
    /// Delivery status; may be repeated.
    status: Option<Vec<RecipientStatus>>,
    /// State of the recall.
    recall_status: Option<RecallStatus>,
    /// Id of the client.
    user_id: Option<Id>,
}

impl From<RecipientParams> for RecipientFilter {
    fn from(given: RecipientParams) -> Self {
        Self {
            statuses: given.status.into_iter().flatten().map(Into::into).collect(),
            recall_status: given.recall_status.map(Into::into),
            user_id: given.user_id.map(Into::into),
        }
    }
}
