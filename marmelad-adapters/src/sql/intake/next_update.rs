//! The next update of a chat, and claiming it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use marmelad_core::intake::{ClaimedUpdate, InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, to_millis};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::dialect::{Conn, Database, by_index};
use super::super::row::{RowOf, push_in};
use super::super::statement::{Statement, bind};
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

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.attempts == 0 || self.next_attempt_at <= now
    }
}

/// `SELECT` updates by an index, then the given clauses. Few unfinished ones are among the many updates of two days.
macro_rules! select_unfinished {
    ($index:literal, $($rest:literal),+) => {
        concat!(
            "SELECT r.id, r.update_id, r.chat_id, r.status, r.attempts, r.next_attempt_at, \
             r.lease_until FROM telegram_updates r",
            by_index!($index),
            " WHERE ",
            $($rest),+
        )
    };
}
pub(super) use select_unfinished;

/// The unfinished updates by chat, oldest first. Sorted here: with ORDER BY, SQLite would walk through the bot's updates
/// of two days instead of finding a chat's few by their index.
pub(super) async fn of_chats(
    conn: &mut Conn,
    bot: BotKind,
    chats: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Vec<Unfinished>>, Fault> {
    let mut of_chats: BTreeMap<i64, Vec<Unfinished>> = BTreeMap::new();
    if chats.is_empty() {
        return Ok(of_chats);
    }
    let mut sql = QueryBuilder::<Database>::new(select_unfinished!(
        "ix_telegram_updates_bot_chat_id_status_update_id",
        "r.bot = "
    ));
    sql.push_bind(bot.as_str());
    push_in(&mut sql, " AND r.chat_id", chats.iter().copied());
    sql.push(" AND r.status IN ('pending', 'handling')");
    let mut unfinished: Vec<Unfinished> = sql.build_query_as().fetch_all(conn).await?;
    unfinished.sort_by_key(|update| update.update_id);
    for update in unfinished {
        if let Some(chat) = update.chat_id {
            of_chats.entry(chat).or_default().push(update);
        }
    }
    Ok(of_chats)
}

/// The oldest update, unless it must wait or an update of the chat is claimed.
///
/// An update without an attempt never waits, whatever its time: it may have come after `now`, while this transaction
/// waited for the chat's lock, or through a process whose clock is ahead.
pub(super) fn next_update(chat: &[Unfinished], now: DateTime<Utc>) -> Option<&Unfinished> {
    let held = chat.iter().any(|update| {
        update.status == "handling" && update.lease_until.is_some_and(|until| until > now)
    });
    chat.first().filter(|oldest| !held && (oldest.status == "handling" || oldest.is_due(now)))
}

/// Claims the next of a chat's unfinished updates. The chat must be locked.
pub(super) async fn claim_next(
    conn: &mut Conn,
    bot: BotKind,
    mut unfinished: Vec<Unfinished>,
    claim: &InboxClaim,
) -> Result<Option<ClaimedUpdate>, Fault> {
    while let Some(next) = next_update(&unfinished, to_millis(claim.now)).cloned() {
        if let Some(claimed) = take(conn, bot, &next, claim).await? {
            return Ok(Some(claimed));
        }
        unfinished.remove(0);
    }
    Ok(None)
}

/// Claims one update. Returns `None` when another worker claimed or finished the update since it was read, or when
/// the payload was deleted because the client was anonymised.
pub(super) async fn take(
    conn: &mut Conn,
    bot: BotKind,
    update: &Unfinished,
    claim: &InboxClaim,
) -> Result<Option<ClaimedUpdate>, Fault> {
    let sql = "SELECT payload FROM telegram_updates WHERE id = ?";
    let payload: Option<Json<Value>> =
        sqlx::query_scalar(sql).bind(update.id).fetch_one(&mut *conn).await?;
    let Some(Json(payload)) = payload else {
        let sql = "UPDATE telegram_updates SET status = 'done', claim_id = NULL, \
                   lease_until = NULL WHERE id = ?";
        sqlx::query(sql).bind(update.id).run(conn).await?;
        return Ok(None);
    };
    let sql = "UPDATE telegram_updates SET status = 'handling', claim_id = ?, lease_until = ?, \
               attempts = attempts + 1, updated_at = ? \
               WHERE id = ? AND attempts = ? AND status <> 'done'";
    let (until, now) = (to_millis(claim.until), to_millis(claim.now));
    let take = bind!(sqlx::query(sql), &claim.owner, until, now, update.id, update.attempts);
    if take.changes(conn).await? == 0 {
        return Ok(None);
    }
    let of = RowOf { table: "telegram_updates", id: update.id };
    Ok(Some(ClaimedUpdate {
        bot,
        update: IncomingUpdate { update_id: update.update_id, chat_id: update.chat_id, payload },
        attempts: of.count("attempts", update.attempts)?,
    }))
}
