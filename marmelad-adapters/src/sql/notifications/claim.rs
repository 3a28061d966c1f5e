//! The steps of claiming notifications that are due.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{BotKind, ClientId, DiscountId, NotificationId, TelegramId, to_millis};
use marmelad_core::notifications::{ClaimNotifications, ClaimedNotification, NotificationDraft};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::dialect::{Conn, Database};
use super::super::marketing;
use super::super::row::{RowOf, push_in};
use super::super::statement::{Statement, bind};
use super::from_columns;
use crate::sql::fault::Fault;

/// How many times more rows than wanted are read, so that one chat with many does not hide the others.
const LOOK_AHEAD: u32 = 4;

pub(super) async fn is_anything_due(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool, Fault> {
    for sql in [
        "SELECT id FROM notifications WHERE status = 'pending' AND next_attempt_at <= ? LIMIT 1",
        "SELECT id FROM notifications WHERE status = 'sending' AND lease_until <= ? LIMIT 1",
    ] {
        let id: Option<i64> = sqlx::query_scalar(sql).bind(now).fetch_optional(&mut *conn).await?;
        if id.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the notifications that may be sent now, the most urgent first. A chat with a notification in flight is
/// left out, which keeps the order of its messages.
pub(super) async fn due(
    conn: &mut Conn,
    command: &ClaimNotifications,
) -> Result<Vec<DueRow>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT n.id, n.bot, n.chat_id, n.user_id, n.kind, n.payload, n.dedupe_key, n.attempts, ",
    );
    query.push(marketing::unwanted_notification());
    query.push(
        " AS is_unwanted FROM notifications n LEFT JOIN users u ON u.id = n.user_id \
         WHERE n.status = 'pending' AND n.next_attempt_at <= ",
    );
    query.push_bind(to_millis(command.now));
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM notifications s WHERE s.bot = n.bot \
         AND s.chat_id = n.chat_id AND s.status = 'sending') ORDER BY n.priority, n.id LIMIT ",
    );
    query.push_bind(i64::from(command.limit.saturating_mul(LOOK_AHEAD)));
    Ok(query.build_query_as().fetch_all(conn).await?)
}

/// Returns the discounts of due reminders that were used up or revoked since queued. Without reminders, no query.
pub(super) async fn spent(conn: &mut Conn, due: &[DueRow]) -> Result<HashSet<DiscountId>, Fault> {
    let mut reminded_of = due.iter().filter_map(DueRow::reminded_of).peekable();
    if reminded_of.peek().is_none() {
        return Ok(HashSet::new());
    }
    let mut sql = QueryBuilder::<Database>::new(
        "SELECT id FROM discounts WHERE (revoked_at IS NOT NULL OR uses_count >= max_uses)",
    );
    push_in(&mut sql, " AND id", reminded_of.map(|id| id.0));
    let spent: Vec<i64> = sql.build_query_scalar().fetch_all(conn).await?;
    Ok(spent.into_iter().map(DiscountId).collect())
}

pub(super) async fn give_back_expired(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), Fault> {
    let sql = "UPDATE notifications SET status = 'pending', claim_id = NULL, lease_until = NULL, \
               updated_at = ? WHERE status = 'sending' AND lease_until <= ?";
    bind!(sqlx::query(sql), now, now).run(conn).await
}

/// Drops notifications whose time is over and returns how many.
pub(super) async fn drop_outdated(conn: &mut Conn, now: DateTime<Utc>) -> Result<u64, Fault> {
    let sql = "UPDATE notifications SET status = 'dropped', updated_at = ? \
               WHERE status = 'pending' AND send_before < ?";
    bind!(sqlx::query(sql), now, now).changes(conn).await
}

/// `false` when the notification was dropped since it was read.
pub(super) async fn mark(
    conn: &mut Conn,
    id: i64,
    command: &ClaimNotifications,
) -> Result<bool, Fault> {
    let sql = "UPDATE notifications SET status = 'sending', claim_id = ?, lease_until = ?, \
               updated_at = ? WHERE id = ? AND status = 'pending'";
    let (until, now) = (to_millis(command.lease_until), to_millis(command.now));
    let mark = bind!(sqlx::query(sql), &command.claim_id, until, now, id);
    Ok(mark.changes(conn).await? == 1)
}

pub(super) async fn give_up(
    conn: &mut Conn,
    id: i64,
    fault: Fault,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let Fault::Port(error) = fault else {
        return Err(fault);
    };
    tracing::error!(notification.id = id, %error, "a queued notification does not read; it is given up");
    let sql = "UPDATE notifications SET status = 'failed', error_message = ?, updated_at = ? \
               WHERE id = ?";
    bind!(sqlx::query(sql), "the stored notification does not read", now, id).run(conn).await
}

#[derive(sqlx::FromRow)]
pub(super) struct DueRow {
    pub(super) id: i64,
    pub(super) bot: String,
    pub(super) chat_id: i64,
    pub(super) user_id: Option<i64>,
    pub(super) kind: String,
    pub(super) payload: Json<Value>,
    pub(super) dedupe_key: String,
    pub(super) attempts: i64,
    /// The core's rule forbids to send it to its client; `None` without a client.
    pub(super) is_unwanted: Option<bool>,
}

impl DueRow {
    pub(super) fn reminded_of(&self) -> Option<DiscountId> {
        NotificationDraft::reminded_of(&self.dedupe_key)
    }
}

impl TryFrom<DueRow> for ClaimedNotification {
    type Error = Fault;

    fn try_from(row: DueRow) -> Result<Self, Fault> {
        let of = RowOf { table: "notifications", id: row.id };
        Ok(Self {
            id: NotificationId(row.id),
            bot: of.word::<BotKind>("bot", &row.bot)?,
            chat: TelegramId(row.chat_id).into(),
            user_id: row.user_id.map(ClientId),
            notice: from_columns(of, &row.kind, &row.payload.0)?,
            attempts: of.count("attempts", row.attempts)?,
        })
    }
}
