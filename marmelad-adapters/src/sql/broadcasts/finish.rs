//! The end of sending: of a recipient whose sender died, and of the broadcast.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{Broadcast, RecipientStatus};
use marmelad_core::kernel::{BroadcastId, to_millis};
use marmelad_core::notifications::Notice;
use marmelad_core::staff::NotificationGroup;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::row::push_in;
use super::super::statement::{Statement, bind};
use super::counters::CounterChanges;
use super::write::tell;
use crate::sql::fault::Fault;

/// Rows marked in one transaction.
pub(super) const EXPIRE_AT_ONCE: i64 = 200;

/// `SELECT` rows with their broadcasts that are being sent under an expired lease, the oldest leases first.
macro_rules! select_expired {
    () => {
        "SELECT id, broadcast_id FROM broadcast_logs \
         WHERE status = 'sending' AND lease_until <= ? ORDER BY lease_until LIMIT ?"
    };
}
pub(super) use select_expired;

/// Marks rows, given with their broadcasts, and returns how many: nobody knows whether the clients got the message.
pub(super) async fn mark_uncertain(
    conn: &mut Conn,
    rows: Vec<(i64, i64)>,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let mut of_each: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (id, broadcast) in rows {
        of_each.entry(broadcast).or_default().push(id);
    }
    let mut expired = 0;
    for (broadcast, ids) in of_each {
        let mut query = QueryBuilder::<Database>::new(
            "UPDATE broadcast_logs SET status = 'uncertain', attempts = attempts + 1, \
             lease_until = NULL, error_message = 'whoever sent it is gone', updated_at = ",
        );
        query.push_bind(now);
        push_in(&mut query, " WHERE id", ids.iter().copied());
        query.build().execute(&mut *conn).await?;
        let mut changes = CounterChanges::default();
        for _ in &ids {
            changes.moved(RecipientStatus::Sending, RecipientStatus::Uncertain);
        }
        changes.write(conn, BroadcastId(broadcast), now).await?;
        expired += ids.len() as u64;
    }
    Ok(expired)
}

/// Whether a recipient is pending or being sent to.
pub(super) async fn has_open_rows(conn: &mut Conn, id: BroadcastId) -> Result<bool, Fault> {
    for open in [
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'pending' LIMIT 1",
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'sending' LIMIT 1",
    ] {
        let row: Option<i64> =
            sqlx::query_scalar(open).bind(id.0).fetch_optional(&mut *conn).await?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends a locked broadcast and reports its counts to the admins in `broadcasts`.
pub(super) async fn mark_sent(
    conn: &mut Conn,
    broadcast: Broadcast,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let (id, counts, at) = (broadcast.id, broadcast.counts, to_millis(now));
    let sql = "UPDATE broadcasts SET status = 'sent', finished_at = ?, waiting_until = NULL, \
         updated_at = ? WHERE id = ?";
    bind!(sqlx::query(sql), at, at, id.0).run(&mut *conn).await?;
    let report = Notice::BroadcastReport {
        broadcast_id: id,
        title: broadcast.terms.title,
        total: broadcast.audience_total,
        success: counts.success,
        failed: counts.failed,
        blocked: counts.blocked,
        skipped: counts.skipped,
        uncertain: counts.uncertain,
    };
    let key = format!("broadcast_report:{id}:{}", at.timestamp_millis());
    tell(conn, NotificationGroup::Broadcasts, &report, &key, now).await
}
