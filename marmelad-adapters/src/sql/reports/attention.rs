//! Open broadcasts as the morning digest shows them.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::BroadcastId;
use marmelad_core::reports::OpenBroadcast;

#[derive(sqlx::FromRow)]
pub(super) struct BroadcastRow {
    id: i64,
    title: String,
    status: String,
    scheduled_at: Option<DateTime<Utc>>,
    waiting_until: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    audience_total: i64,
    done: i64,
}

impl From<BroadcastRow> for OpenBroadcast {
    fn from(row: BroadcastRow) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Self {
            id: BroadcastId(row.id),
            title: row.title,
            status: row.status,
            scheduled_at: row.scheduled_at,
            waiting_until: row.waiting_until,
            updated_at: row.updated_at,
            audience: count(row.audience_total),
            done: count(row.done),
        }
    }
}
