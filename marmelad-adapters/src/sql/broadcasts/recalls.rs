//! Recall: steps of deleting messages and revoking codes.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::ClaimedRecall;
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, MessageId, TelegramId};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::row::push_in;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// Row, chat, message, instant of sending.
type SentRow = (i64, i64, Option<i64>, Option<DateTime<Utc>>);

/// The messages of delivered rows.
pub(super) async fn sent(
    conn: &mut Conn,
    ids: Vec<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<ClaimedRecall>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT l.id, u.telegram_id, l.telegram_message_id, l.sent_at \
         FROM broadcast_logs l JOIN users u ON u.id = l.user_id WHERE ",
    );
    push_in(&mut query, "l.id", ids.into_iter());
    let rows: Vec<SentRow> = query.build_query_as().fetch_all(conn).await?;
    let claimed = rows.into_iter().map(|(id, chat, message, sent_at)| ClaimedRecall {
        log: BroadcastLogId(id),
        chat: TelegramId(chat).into(),
        message: MessageId(message.unwrap_or_default()),
        sent_at: sent_at.unwrap_or(now),
    });
    Ok(claimed.collect())
}

/// Finishes the recall once no message is claimed, locked by another worker or being sent, and every code is revoked.
pub(super) async fn end(conn: &mut Conn, id: BroadcastId, now: DateTime<Utc>) -> Result<(), Fault> {
    for open in [
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'sending' LIMIT 1",
        "SELECT id FROM broadcast_logs WHERE broadcast_id = ? AND status = 'success' \
         AND (recall_status IS NULL OR recall_status = 'pending') LIMIT 1",
    ] {
        let open: Option<i64> =
            sqlx::query_scalar(open).bind(id.0).fetch_optional(&mut *conn).await?;
        if open.is_some() {
            return Ok(());
        }
    }
    if !to_revoke(conn, id, 1).await?.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE broadcasts SET recall_finished_at = ?, updated_at = ? \
         WHERE id = ? AND recall_finished_at IS NULL";
    bind!(sqlx::query(sql), now, now, id.0).run(conn).await
}

/// Unused codes of a broadcast whose recall revokes them, whatever happened to the messages.
pub(super) async fn to_revoke(
    conn: &mut Conn,
    id: BroadcastId,
    limit: u32,
) -> Result<Vec<i64>, Fault> {
    let ids = sqlx::query_scalar(
        "SELECT d.id FROM discounts d JOIN broadcasts b ON b.id = d.broadcast_id \
         WHERE d.broadcast_id = ? AND b.recall_revokes_codes = 1 \
         AND b.recall_requested_at IS NOT NULL AND b.recall_finished_at IS NULL \
         AND d.uses_count = 0 AND d.revoked_at IS NULL LIMIT ?",
    )
    .bind(id.0)
    .bind(i64::from(limit))
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// Revokes the codes that were not redeemed meanwhile and returns how many.
pub(super) async fn revoke(
    conn: &mut Conn,
    ids: Vec<i64>,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE discounts SET revoke_reason = 'the broadcast was taken back', revoked_at = ",
    );
    query.push_bind(now).push(", updated_at = ").push_bind(now);
    push_in(&mut query, " WHERE id", ids.into_iter());
    query.push(" AND uses_count = 0 AND revoked_at IS NULL");
    Ok(query.build().execute(conn).await?.rows_affected())
}
