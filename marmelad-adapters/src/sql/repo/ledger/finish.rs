//! Waiting comes to an end: for answers, and for a whole broadcast.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{BroadcastStatus, RecipientStatus};
use marmelad_core::kernel::{BroadcastId, to_millis};
use marmelad_core::notifications::Notice;
use marmelad_core::staff::NotificationGroup;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db, skip_locked};
use super::super::broadcasts::{lock, tell};
use super::super::row::push_in;
use super::turn::Tally;
use crate::sql::fault::Fault;

/// Rows given up in one transaction.
const EXPIRE_AT_ONCE: i64 = 200;

/// The claim stays in the row: should the answer come after all, it is written.
pub(super) async fn expire(db: &Db, now: DateTime<Utc>) -> Result<u64, Fault> {
    const EXPIRED: &str = "SELECT id, broadcast_id FROM broadcast_logs WHERE status = 'sending' AND lease_until <= ? \
                           ORDER BY lease_until LIMIT ?";
    let now = to_millis(now);
    // Asked all the time, and mostly there is nothing: to see that locks nothing.
    let any: Option<(i64, i64)> = sqlx::query_as(EXPIRED)
        .bind(now)
        .bind(1_i64)
        .fetch_optional(&mut *db.reader().await?)
        .await?;
    if any.is_none() {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let rows: Vec<(i64, i64)> = sqlx::query_as(concat!(
        "SELECT id, broadcast_id FROM broadcast_logs WHERE status = 'sending' AND lease_until <= ? \
         ORDER BY lease_until LIMIT ?",
        skip_locked!()
    ))
    .bind(now)
    .bind(EXPIRE_AT_ONCE)
    .fetch_all(&mut *tx)
    .await?;
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
        query.build().execute(&mut *tx).await?;
        let mut tally = Tally::default();
        for _ in &ids {
            tally.moved(RecipientStatus::Sending, RecipientStatus::Uncertain);
        }
        tally.write(&mut tx, BroadcastId(broadcast), now).await?;
        expired += ids.len() as u64;
    }
    tx.commit().await?;
    Ok(expired)
}

pub(super) async fn finish(db: &Db, id: BroadcastId, now: DateTime<Utc>) -> Result<bool, Fault> {
    let mut tx = db.begin().await?;
    let Some(broadcast) = lock(&mut tx, id).await? else {
        return Ok(false);
    };
    if broadcast.status != BroadcastStatus::Sending || !broadcast.is_laid_out {
        return Ok(false);
    }
    for status in [RecipientStatus::Pending, RecipientStatus::Sending] {
        let open: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = ? LIMIT 1",
        )
        .bind(id.0)
        .bind(status.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        if open.is_some() {
            return Ok(false);
        }
    }
    let at = to_millis(now);
    sqlx::query(
        "UPDATE broadcasts SET status = 'sent', finished_at = ?, waiting_until = NULL, updated_at = ? WHERE id = ?",
    )
    .bind(at)
    .bind(at)
    .bind(id.0)
    .execute(&mut *tx)
    .await?;
    let counts = broadcast.counts;
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
    tell(&mut tx, NotificationGroup::Broadcasts, &report, &key, now).await?;
    tx.commit().await?;
    Ok(true)
}
