//! A worker takes notifications that are due.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{BotKind, DiscountId, NotificationId, TelegramId, UserId, to_millis};
use marmelad_core::notifications::{ClaimNotifications, ClaimedNotification, NotificationDraft};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::lanes::lock_outbox;
use super::super::notifications::from_columns;
use super::super::row::{RowOf, push_in};
use crate::metrics;
use crate::sql::fault::Fault;

/// How many more rows than wanted are looked at, so that one chat with many does not hide the others.
const LOOK_AHEAD: u32 = 4;

pub(super) async fn claim(
    db: &Db,
    command: &ClaimNotifications,
) -> Result<Vec<ClaimedNotification>, Fault> {
    let now = to_millis(command.now);
    // Asked all the time, and mostly there is nothing: to see that locks nothing.
    if !is_anything_due(db, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    // Two workers at once could each take one of the same chat, not seeing what the other takes.
    lock_outbox(&mut tx).await?;
    give_back_expired(&mut tx, now).await?;
    let mut dropped = drop_outdated(&mut tx, now).await?;
    let mut chats = HashSet::new();
    let mut claimed = Vec::new();
    let due = due(&mut tx, command).await?;
    let spent = spent(&mut tx, &due).await?;
    for row in due {
        if claimed.len() == command.limit as usize {
            break;
        }
        let is_idle = row.reminded_of().is_some_and(|id| spent.contains(&id));
        if is_idle || row.is_unwanted == Some(true) {
            drop_one(&mut tx, row.id, now).await?;
            dropped += 1;
            continue;
        }
        if !chats.insert((row.bot.clone(), row.chat_id)) {
            continue;
        }
        let id = row.id;
        match row.try_into() {
            Ok(notification) if mark(&mut tx, id, command).await? => claimed.push(notification),
            Ok(_) => {}
            // One that does not read must not stop the others.
            Err(fault) => give_up(&mut tx, id, fault, now).await?,
        }
    }
    tx.commit().await?;
    metrics::notifications_dropped(dropped);
    Ok(claimed)
}

async fn is_anything_due(db: &Db, now: DateTime<Utc>) -> Result<bool, Fault> {
    let mut conn = db.reader().await?;
    for sql in [
        "SELECT id FROM notifications WHERE status = 'pending' AND next_attempt_at <= ? LIMIT 1",
        "SELECT id FROM notifications WHERE status = 'sending' AND lease_until <= ? LIMIT 1",
    ] {
        let id: Option<i64> = sqlx::query_scalar(sql)
            .bind(now)
            .fetch_optional(&mut *conn)
            .await?;
        if id.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What may be sent now, the most urgent first. A chat where one is under way waits: its messages keep
/// their order.
async fn due(conn: &mut Conn, command: &ClaimNotifications) -> Result<Vec<DueRow>, Fault> {
    let rows = sqlx::query_as(
        "SELECT n.id, n.bot, n.chat_id, n.user_id, n.kind, n.payload, n.dedupe_key, n.attempts, \
         (u.anonymized_at IS NOT NULL OR (n.kind IN ('birthday', 'reminder') AND (u.is_blocked OR u.is_opted_out))) \
         AS is_unwanted \
         FROM notifications n LEFT JOIN users u ON u.id = n.user_id WHERE n.status = 'pending' AND n.next_attempt_at <= ? AND NOT EXISTS (\
         SELECT 1 FROM notifications s WHERE s.bot = n.bot AND s.chat_id = n.chat_id AND s.status = 'sending') \
         ORDER BY n.priority, n.id LIMIT ?",
    )
    .bind(to_millis(command.now))
    .bind(i64::from(command.limit.saturating_mul(LOOK_AHEAD)))
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Of the discounts that reminders are about, those of which nothing is left: redeemed or revoked since the reminder
/// was queued. Asked only when there are reminders, once for all of them.
async fn spent(conn: &mut Conn, due: &[DueRow]) -> Result<HashSet<DiscountId>, Fault> {
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

async fn give_back_expired(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE notifications SET status = 'pending', claim_id = NULL, lease_until = NULL, updated_at = ? \
         WHERE status = 'sending' AND lease_until <= ?",
    )
    .bind(now)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Too late to be worth telling. Answers how many.
async fn drop_outdated(conn: &mut Conn, now: DateTime<Utc>) -> Result<u64, Fault> {
    let late = sqlx::query(
        "UPDATE notifications SET status = 'dropped', updated_at = ? WHERE status = 'pending' AND send_before < ?",
    )
    .bind(now)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(late.rows_affected())
}

/// For somebody who is forgotten or wants no marketing, or about a discount that is spent. Found one by one when its turn comes: to look for them in the whole queue
/// with each claim would cost the more the longer the queue is.
async fn drop_one(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> Result<(), Fault> {
    sqlx::query("UPDATE notifications SET status = 'dropped', updated_at = ? WHERE id = ? AND status = 'pending'")
        .bind(now)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// False when it was dropped since it was looked at.
async fn mark(conn: &mut Conn, id: i64, command: &ClaimNotifications) -> Result<bool, Fault> {
    let marked = sqlx::query(
        "UPDATE notifications SET status = 'sending', claim_id = ?, lease_until = ?, updated_at = ? \
         WHERE id = ? AND status = 'pending'",
    )
    .bind(&command.claim_id)
    .bind(to_millis(command.lease_until))
    .bind(to_millis(command.now))
    .bind(id)
    .execute(conn)
    .await?;
    Ok(marked.rows_affected() == 1)
}

async fn give_up(conn: &mut Conn, id: i64, fault: Fault, now: DateTime<Utc>) -> Result<(), Fault> {
    let Fault::Port(error) = fault else {
        return Err(fault);
    };
    tracing::error!(notification.id = id, %error, "a queued notification does not read; it is given up");
    sqlx::query("UPDATE notifications SET status = 'failed', error_message = ?, updated_at = ? WHERE id = ?")
        .bind("the stored notification does not read")
        .bind(now)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct DueRow {
    id: i64,
    bot: String,
    chat_id: i64,
    user_id: Option<i64>,
    kind: String,
    payload: Json<Value>,
    dedupe_key: String,
    attempts: i64,
    /// Its client is anonymised, or it is marketing and its client does not get any (any more). `None` without a
    /// client.
    is_unwanted: Option<bool>,
}

impl DueRow {
    fn reminded_of(&self) -> Option<DiscountId> {
        NotificationDraft::reminded_of(&self.dedupe_key)
    }
}

impl TryFrom<DueRow> for ClaimedNotification {
    type Error = Fault;

    fn try_from(row: DueRow) -> Result<Self, Fault> {
        let of = RowOf {
            table: "notifications",
            id: row.id,
        };
        Ok(Self {
            id: NotificationId(row.id),
            bot: of.word::<BotKind>("bot", &row.bot)?,
            chat: TelegramId(row.chat_id),
            user_id: row.user_id.map(UserId),
            notice: from_columns(of, &row.kind, &row.payload.0)?,
            attempts: of.count("attempts", row.attempts)?,
        })
    }
}
