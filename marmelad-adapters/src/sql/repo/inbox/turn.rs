//! Whose turn it is in a chat, and taking it.

use chrono::{DateTime, Utc};
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::IncomingUpdate;
use marmelad_core::domain::zone::to_millis;
use marmelad_core::ports::{ClaimedUpdate, InboxClaim};
use serde_json::Value;
use sqlx::types::Json;

use super::super::super::dialect::Conn;
use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// An update that is not finished.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Unfinished {
    id: i64,
    update_id: i64,
    chat_id: Option<i64>,
    status: String,
    attempts: i64,
    next_attempt_at: DateTime<Utc>,
    lease_until: Option<DateTime<Utc>>,
}

impl Unfinished {
    pub(super) fn chat(&self) -> Option<i64> {
        self.chat_id
    }
}

/// `SELECT` what a turn is decided by, then what is given.
macro_rules! select_unfinished {
    ($($rest:literal),+) => {
        concat!(
            "SELECT r.id, r.update_id, r.chat_id, r.status, r.attempts, r.next_attempt_at, r.lease_until \
             FROM telegram_updates r WHERE ",
            $($rest),+
        )
    };
}
pub(super) use select_unfinished;

/// The unfinished updates of a chat, oldest first. Sorted here: asked to sort, SQLite would walk through
/// the bot's updates of two days in their order instead of taking the chat's few by their index.
pub(super) async fn of_chat(
    conn: &mut Conn,
    bot: BotKind,
    chat: i64,
) -> Result<Vec<Unfinished>, Fault> {
    let sql =
        select_unfinished!("r.bot = ? AND r.chat_id = ? AND r.status IN ('pending', 'handling')");
    let mut unfinished: Vec<Unfinished> = sqlx::query_as(sql)
        .bind(bot.as_str())
        .bind(chat)
        .fetch_all(conn)
        .await?;
    unfinished.sort_by_key(|update| update.update_id);
    Ok(unfinished)
}

/// The oldest, unless it must wait or any of the chat is in somebody's hands.
pub(super) fn next_turn(chat: &[Unfinished], now: DateTime<Utc>) -> Option<&Unfinished> {
    let held = chat.iter().any(|update| {
        update.status == "handling" && update.lease_until.is_some_and(|until| until > now)
    });
    chat.first()
        .filter(|oldest| !held && (oldest.status == "handling" || oldest.next_attempt_at <= now))
}

/// Claims the next update of a chat whose lane is locked.
pub(super) async fn claim_next(
    conn: &mut Conn,
    bot: BotKind,
    chat: i64,
    claim: &InboxClaim,
) -> Result<Option<ClaimedUpdate>, Fault> {
    let mut unfinished = of_chat(conn, bot, chat).await?;
    while let Some(next) = next_turn(&unfinished, to_millis(claim.now)).cloned() {
        if let Some(claimed) = take(conn, bot, &next, claim).await? {
            return Ok(Some(claimed));
        }
        unfinished.remove(0);
    }
    Ok(None)
}

/// Claims one update. `None` when another claimed or finished it since it was looked at, or when
/// nothing is left of it: its client was forgotten while it was handled.
pub(super) async fn take(
    conn: &mut Conn,
    bot: BotKind,
    update: &Unfinished,
    claim: &InboxClaim,
) -> Result<Option<ClaimedUpdate>, Fault> {
    let payload: Option<Json<Value>> =
        sqlx::query_scalar("SELECT payload FROM telegram_updates WHERE id = ?")
            .bind(update.id)
            .fetch_one(&mut *conn)
            .await?;
    let Some(Json(payload)) = payload else {
        sqlx::query("UPDATE telegram_updates SET status = 'done', claim_id = NULL, lease_until = NULL WHERE id = ?")
            .bind(update.id)
            .execute(conn)
            .await?;
        return Ok(None);
    };
    let taken = sqlx::query(
        "UPDATE telegram_updates SET status = 'handling', claim_id = ?, lease_until = ?, \
         attempts = attempts + 1, updated_at = ? WHERE id = ? AND attempts = ? AND status <> 'done'",
    )
    .bind(&claim.owner)
    .bind(to_millis(claim.until))
    .bind(to_millis(claim.now))
    .bind(update.id)
    .bind(update.attempts)
    .execute(conn)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(None);
    }
    let of = RowOf {
        table: "telegram_updates",
        id: update.id,
    };
    Ok(Some(ClaimedUpdate {
        id: update.id,
        bot,
        update: IncomingUpdate {
            update_id: update.update_id,
            chat_id: update.chat_id,
            payload,
        },
        attempts: of.count("attempts", update.attempts)?,
    }))
}
