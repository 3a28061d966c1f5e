//! The steps of recording results.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{NotificationId, to_millis};
use marmelad_core::notifications::NotificationResult;

use super::super::dialect::Conn;
use super::super::row::cut;
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
    sqlx::query(
        "UPDATE notifications SET status = ?, attempts = attempts + ?, next_attempt_at = COALESCE(?, next_attempt_at), \
         telegram_message_id = ?, error_message = ?, claim_id = NULL, lease_until = NULL, updated_at = ? \
         WHERE id = ? AND claim_id = ? AND status = 'sending'",
    )
    .bind(status)
    .bind(attempts)
    .bind(next_attempt_at)
    .bind(message_id)
    .bind(error.map(|error| cut(error, ERROR_CHARS)))
    .bind(now)
    .bind(id.0)
    .bind(claim_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_client_blocked(
    conn: &mut Conn,
    claim_id: &str,
    id: NotificationId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let user: Option<Option<i64>> = sqlx::query_scalar(
        "SELECT user_id FROM notifications WHERE id = ? AND claim_id = ? AND status = 'sending'",
    )
    .bind(id.0)
    .bind(claim_id)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(user) = user.flatten() {
        sqlx::query("UPDATE users SET is_blocked = ?, blocked_at = ?, updated_at = ? WHERE id = ? AND is_blocked = ?")
            .bind(true)
            .bind(now)
            .bind(now)
            .bind(user)
            .bind(false)
            .execute(conn)
            .await?;
    }
    Ok(())
}
