//! Messages are taken back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{ClaimRecipients, ClaimedRecall, RecallStatus};
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, MessageId, TelegramId, to_millis};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db, skip_locked};
use super::super::row::push_in;
use crate::sql::fault::Fault;

/// Row, chat, message, when.
type SentRow = (i64, i64, Option<i64>, Option<DateTime<Utc>>);

pub(super) async fn claim(db: &Db, command: &ClaimRecipients) -> Result<Vec<ClaimedRecall>, Fault> {
    let now = to_millis(command.now);
    let mut tx = db.begin().await?;
    let ids: Vec<i64> = sqlx::query_scalar(concat!(
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'success' \
         AND (recall_status IS NULL OR recall_status = 'pending') AND (lease_until IS NULL OR lease_until <= ?) LIMIT ?",
        skip_locked!()
    ))
    .bind(command.id.0)
    .bind(now)
    .bind(i64::from(command.limit))
    .fetch_all(&mut *tx)
    .await?;
    if ids.is_empty() {
        end(&mut tx, command.id, now).await?;
        tx.commit().await?;
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE broadcast_logs SET recall_status = 'pending', claim_id = ",
    );
    query.push_bind(&command.claim_id);
    query
        .push(", lease_until = ")
        .push_bind(to_millis(command.lease_until));
    query.push(", updated_at = ").push_bind(now);
    push_in(&mut query, " WHERE id", ids.iter().copied());
    query.build().execute(&mut *tx).await?;
    let mut query = QueryBuilder::<Database>::new(
        "SELECT l.id, u.telegram_id, l.telegram_message_id, l.sent_at FROM broadcast_logs l \
         JOIN users u ON u.id = l.user_id WHERE ",
    );
    push_in(&mut query, "l.id", ids.into_iter());
    let rows: Vec<SentRow> = query.build_query_as().fetch_all(&mut *tx).await?;
    tx.commit().await?;
    let claimed = rows
        .into_iter()
        .map(|(id, chat, message, sent_at)| ClaimedRecall {
            log: BroadcastLogId(id),
            chat: TelegramId(chat),
            message: MessageId(message.unwrap_or_default()),
            sent_at: sent_at.unwrap_or(now),
        });
    Ok(claimed.collect())
}

/// The recall is over when nobody holds a message any more, none is left that another skipped as locked, none is still
/// on its way, and no code is left that it revokes.
async fn end(conn: &mut Conn, id: BroadcastId, now: DateTime<Utc>) -> Result<(), Fault> {
    for open in [
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'sending' LIMIT 1",
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'success' \
         AND (recall_status IS NULL OR recall_status = 'pending') LIMIT 1",
    ] {
        let open: Option<i64> = sqlx::query_scalar(open)
            .bind(id.0)
            .fetch_optional(&mut *conn)
            .await?;
        if open.is_some() {
            return Ok(());
        }
    }
    if !to_revoke(conn, id, 1).await?.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE broadcasts SET recall_finished_at = ?, updated_at = ? WHERE id = ? AND recall_finished_at IS NULL",
    )
    .bind(now)
    .bind(now)
    .bind(id.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Unused codes of a broadcast whose recall revokes them, whatever became of their messages.
async fn to_revoke(conn: &mut Conn, id: BroadcastId, limit: u32) -> Result<Vec<i64>, Fault> {
    let ids = sqlx::query_scalar(
        "SELECT d.id FROM discounts d JOIN broadcasts b ON b.id = d.broadcast_id \
         WHERE d.broadcast_id = ? AND b.recall_revokes_codes = 1 AND b.recall_requested_at IS NOT NULL \
         AND b.recall_finished_at IS NULL AND d.uses_count = 0 AND d.revoked_at IS NULL LIMIT ?",
    )
    .bind(id.0)
    .bind(i64::from(limit))
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

pub(super) async fn revoke(
    db: &Db,
    id: BroadcastId,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let mut tx = db.begin().await?;
    let ids = to_revoke(&mut tx, id, limit).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE discounts SET revoke_reason = 'the broadcast was taken back', revoked_at = ",
    );
    query.push_bind(to_millis(now));
    query.push(", updated_at = ").push_bind(to_millis(now));
    push_in(&mut query, " WHERE id", ids.into_iter());
    // One may have been redeemed at this very moment.
    query.push(" AND uses_count = 0 AND revoked_at IS NULL");
    let revoked = query.build().execute(&mut *tx).await?.rows_affected();
    tx.commit().await?;
    // That all of them were redeemed meanwhile does not mean that none is left.
    Ok(revoked.max(1))
}

pub(super) async fn record(
    db: &Db,
    claim_id: &str,
    results: &[(BroadcastLogId, RecallStatus)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let mut of_each: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (log, status) in results {
        of_each.entry(status.as_str()).or_default().push(log.0);
    }
    let mut tx = db.begin().await?;
    for (status, ids) in of_each {
        let mut query = QueryBuilder::<Database>::new("UPDATE broadcast_logs SET recall_status = ");
        query.push_bind(status);
        query
            .push(", lease_until = NULL, updated_at = ")
            .push_bind(now);
        push_in(&mut query, " WHERE id", ids.into_iter());
        query.push(" AND claim_id = ").push_bind(claim_id);
        query.build().execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}
