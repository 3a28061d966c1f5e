//! Recipients whose sender died: whether they got the message is uncertain.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::RecipientStatus;
use marmelad_core::kernel::BroadcastId;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::row::push_in;
use super::counters::CounterChanges;
use crate::sql::fault::Fault;

/// Rows marked in one transaction.
pub(super) const EXPIRE_AT_ONCE: i64 = 200;

/// `SELECT` rows with their broadcasts that are being sent under an expired lease, the oldest leases first.
macro_rules! select_expired {
    () => {
        "SELECT id, broadcast_id FROM broadcast_logs WHERE status = 'sending' AND lease_until <= ? \
         ORDER BY lease_until LIMIT ?"
    };
}
pub(super) use select_expired;

/// Marks rows, given with their broadcasts, and returns how many.
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
            "UPDATE broadcast_logs SET status = 'uncertain', attempts = attempts + 1, lease_until = NULL, \
             error_message = 'whoever sent it is gone', updated_at = ",
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
