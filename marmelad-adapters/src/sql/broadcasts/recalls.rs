//! Recall: steps of deleting messages and revoking codes.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::BroadcastId;

use super::super::dialect::Conn;
use crate::sql::fault::Fault;

/// Row, chat, message, instant of sending.
pub(super) type SentRow = (i64, i64, Option<i64>, Option<DateTime<Utc>>);

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

/// Unused codes of a broadcast whose recall revokes them, whatever happened to the messages.
pub(super) async fn to_revoke(
    conn: &mut Conn,
    id: BroadcastId,
    limit: u32,
) -> Result<Vec<i64>, Fault> {
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
