//! Messages are taken back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::domain::broadcast::RecallStatus;
use marmelad_core::domain::ids::{BroadcastId, BroadcastLogId, MessageId, TelegramId};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::ports::{ClaimRecipients, ClaimedRecall};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db, skip_locked};
use super::super::broadcasts::lock;
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

/// The recall is over when nobody holds a message any more, none is left that another skipped as locked, and none is
/// still on its way.
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

pub(super) async fn record(
    db: &Db,
    id: BroadcastId,
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
    let recall = lock(&mut tx, id)
        .await?
        .and_then(|broadcast| broadcast.recall);
    if recall.is_some_and(|recall| recall.revokes_codes) && !results.is_empty() {
        let mut query = QueryBuilder::<Database>::new("UPDATE discounts SET revoked_at = ");
        query.push_bind(now);
        query.push(", revoke_reason = 'the broadcast was taken back', updated_at = ");
        query.push_bind(now);
        query.push(" WHERE uses_count = 0 AND revoked_at IS NULL");
        query.push(" AND id IN (SELECT l.discount_id FROM broadcast_logs l WHERE ");
        push_in(&mut query, "l.id", results.iter().map(|(log, _)| log.0));
        query.push(")");
        query.build().execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}
