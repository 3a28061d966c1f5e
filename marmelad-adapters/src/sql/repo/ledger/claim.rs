//! A worker takes rows, or lets them go.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::ClaimRecipients;
use marmelad_core::kernel::{BroadcastLogId, to_millis};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db, by_index, skip_locked};
use super::super::row::push_in;
use crate::sql::fault::Fault;

pub(super) async fn claim(
    db: &Db,
    command: &ClaimRecipients,
) -> Result<Vec<BroadcastLogId>, Fault> {
    let now = to_millis(command.now);
    let mut tx = db.begin().await?;
    let ids: Vec<i64> = sqlx::query_scalar(concat!(
        "SELECT id FROM broadcast_logs",
        by_index!("ix_broadcast_logs_broadcast_id_status_next_attempt_at"),
        " WHERE broadcast_id = ? AND status = 'pending' AND next_attempt_at <= ? \
         AND (lease_until IS NULL OR lease_until <= ?) ORDER BY next_attempt_at, id LIMIT ?",
        skip_locked!()
    ))
    .bind(command.id.0)
    .bind(now)
    .bind(now)
    .bind(i64::from(command.limit))
    .fetch_all(&mut *tx)
    .await?;
    if ids.is_empty() {
        // At once: rows that a transaction looked at stay locked until it ends, and others skip them.
        tx.rollback().await?;
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Database>::new("UPDATE broadcast_logs SET claim_id = ");
    query.push_bind(&command.claim_id);
    query
        .push(", lease_until = ")
        .push_bind(to_millis(command.lease_until));
    query.push(", updated_at = ").push_bind(now);
    push_in(&mut query, " WHERE id", ids.iter().copied());
    query.build().execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(BroadcastLogId).collect())
}

pub(super) async fn release(db: &Db, claim_id: &str, now: DateTime<Utc>) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "UPDATE broadcast_logs SET claim_id = NULL, lease_until = NULL, updated_at = ? \
         WHERE claim_id = ? AND status = 'pending'",
    )
    .bind(to_millis(now))
    .bind(claim_id)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
