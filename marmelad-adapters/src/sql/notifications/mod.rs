//! `notifications`: transactions enqueue them here; the outbox (`outbox.rs`) sends them.

mod claim;
mod outbox;
mod record;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{CashierId, PortError, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::dialect::{Conn, Database};
use super::row::RowOf;
use super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// Rows of one INSERT: databases limit the number of values in a statement.
const ROWS_AT_ONCE: usize = 500;

/// Queues a notification, unless one with the same key was queued before.
pub(super) async fn enqueue(
    conn: &mut Conn,
    draft: &NotificationDraft,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let (kind, payload) = to_columns(&draft.notice)?;
    let now = to_millis(now);
    let sql = "INSERT INTO notifications (bot, chat_id, user_id, kind, payload, dedupe_key, \
               priority, status, next_attempt_at, send_before, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)";
    bind!(
        sqlx::query(sql),
        draft.bot.as_str(),
        draft.chat.telegram_id().0,
        draft.user_id.map(|id| id.0),
        kind,
        Json(payload),
        &draft.dedupe_key,
        priority(&draft.notice),
        now,
        to_millis(draft.send_before),
        now,
        now
    )
    .insert(conn)
    .await?;
    Ok(())
}

/// Queues notifications due at `send_at`. Retries the transaction when one of their keys was queued meanwhile.
pub(super) async fn enqueue_many(
    conn: &mut Conn,
    drafts: &[NotificationDraft],
    send_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let (send_at, now) = (to_millis(send_at), to_millis(now));
    for part in drafts.chunks(ROWS_AT_ONCE) {
        let rows = part
            .iter()
            .map(|draft| Ok((draft, to_columns(&draft.notice)?)))
            .collect::<Result<Vec<_>, Fault>>()?;
        let mut query = QueryBuilder::<Database>::new(
            "INSERT INTO notifications (bot, chat_id, user_id, kind, payload, dedupe_key, \
             priority, status, next_attempt_at, send_before, created_at, updated_at) ",
        );
        query.push_values(rows, |mut row, (draft, (kind, payload))| {
            row.push_bind(draft.bot.as_str())
                .push_bind(draft.chat.telegram_id().0)
                .push_bind(draft.user_id.map(|id| id.0))
                .push_bind(kind)
                .push_bind(Json(payload))
                .push_bind(draft.dedupe_key.clone())
                .push_bind(priority(&draft.notice))
                .push("'pending'")
                .push_bind(send_at)
                .push_bind(to_millis(draft.send_before))
                .push_bind(now)
                .push_bind(now);
        });
        query.build().insert_new(conn).await?;
    }
    Ok(())
}

/// Lowest first: somebody at a till waits for 0, people who asked for something wait for 1.
fn priority(notice: &Notice) -> i64 {
    match notice {
        Notice::Redeemed { .. } | Notice::Undone { .. } => 0,
        Notice::CashierApproved { .. }
        | Notice::CashierRejected { .. }
        | Notice::CashierDeactivated {}
        | Notice::CashierRequestDecided { .. } => 1,
        // Thousands of them may be queued, and nobody waits.
        Notice::Birthday { .. } | Notice::Reminder { .. } => 3,
        Notice::Digest { .. }
        | Notice::CashierRequest { .. }
        | Notice::BroadcastTest { .. }
        | Notice::BroadcastReport { .. }
        | Notice::Alert(_) => 2,
    }
}

/// A notification to an admin about a cashier's request.
#[derive(sqlx::FromRow)]
pub(super) struct RequestMessage {
    pub(super) id: i64,
    pub(super) chat_id: i64,
    pub(super) status: String,
    pub(super) telegram_message_id: Option<i64>,
    created_at: DateTime<Utc>,
}

/// The notifications of a cashier's last request. The keys of all requests of a cashier have the same beginning, and
/// those of one request were queued at one instant.
pub(super) async fn last_request_of(
    conn: &mut Conn,
    cashier: CashierId,
) -> Result<Vec<RequestMessage>, Fault> {
    let prefix = format!("cashier_request:{cashier}:");
    let sql = "SELECT id, chat_id, status, telegram_message_id, created_at FROM notifications \
               WHERE dedupe_key >= ? AND dedupe_key < ? ORDER BY id";
    let rows: Vec<RequestMessage> =
        bind!(sqlx::query_as(sql), &prefix, format!("{prefix}~")).fetch_all(conn).await?;
    let last = rows.iter().map(|row| row.created_at).max();
    Ok(rows.into_iter().filter(|row| Some(row.created_at) == last).collect())
}

/// Drops a notification that is not sent yet.
pub(super) async fn drop_pending(
    conn: &mut Conn,
    id: i64,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let sql = "UPDATE notifications SET status = 'dropped', updated_at = ? \
               WHERE id = ? AND status = 'pending'";
    bind!(sqlx::query(sql), to_millis(now), id).run(conn).await
}

fn to_columns(notice: &Notice) -> Result<(String, Value), Fault> {
    let unwritable = |source: serde_json::Error| PortError::Broken {
        what: "a notification",
        source: Box::new(source),
    };
    let mut tagged = serde_json::to_value(notice).map_err(unwritable)?;
    let kind = tagged["kind"].as_str().unwrap_or_default().to_owned();
    let payload = tagged.get_mut("payload").map_or_else(|| json!({}), Value::take);
    Ok((kind, payload))
}

pub(super) fn from_columns(of: RowOf, kind: &str, payload: &Value) -> Result<Notice, Fault> {
    of.json("payload", Json(json!({ "kind": kind, "payload": payload })))
}
