//! The steps of recording results.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{NotificationId, to_millis};
use marmelad_core::notifications::NotificationResult;

use super::super::dialect::Conn;
use super::super::row::cut;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// As much of an error message as is kept.
const ERROR_CHARS: usize = 1000;

pub(super) async fn end(
    conn: &mut Conn,
    claim_id: &str,
    id: NotificationId,
    result: &NotificationResult,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let (status, attempts, next_attempt_at, message_id, error) = match result {
        NotificationResult::Sent(message_id) => ("sent", 1, None, Some(message_id.0), None),
        NotificationResult::Retry { at, error, counts } => {
            ("pending", i64::from(*counts), Some(to_millis(*at)), None, Some(error))
        }
        NotificationResult::Failed(error) => ("failed", 1, None, None, Some(error)),
        NotificationResult::Blocked(error) => ("blocked", 1, None, None, Some(error)),
    };
    let sql = "UPDATE notifications SET status = ?, attempts = attempts + ?, \
               next_attempt_at = COALESCE(?, next_attempt_at), telegram_message_id = ?, \
               error_message = ?, claim_id = NULL, lease_until = NULL, updated_at = ? \
               WHERE id = ? AND claim_id = ? AND status = 'sending'";
    bind!(
        sqlx::query(sql),
        status,
        attempts,
        next_attempt_at,
        message_id,
        error.map(|error| cut(error, ERROR_CHARS)),
        now,
        id.0,
        claim_id
    )
    .run(conn)
    .await
}

pub(super) async fn mark_client_blocked(
    conn: &mut Conn,
    claim_id: &str,
    id: NotificationId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let sql =
        "SELECT user_id FROM notifications WHERE id = ? AND claim_id = ? AND status = 'sending'";
    let user: Option<Option<i64>> =
        bind!(sqlx::query_scalar(sql), id.0, claim_id).fetch_optional(&mut *conn).await?;
    if let Some(user) = user.flatten() {
        let sql = "UPDATE users SET is_blocked = ?, blocked_at = ?, updated_at = ? \
                   WHERE id = ? AND is_blocked = ?";
        bind!(sqlx::query(sql), true, now, now, user, false).run(conn).await?;
    }
    Ok(())
}
