//! Updates come in.

use std::collections::{BTreeMap, HashSet};

use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::IncomingUpdate;
use marmelad_core::domain::zone::to_millis;
use marmelad_core::ports::{ClaimedUpdate, InboxClaim};
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Db, inserted_id};
use super::super::lanes::lock_chats;
use super::turn::{claim_next, of_chat};
use crate::sql::fault::{Fault, unless_taken};

/// A cashier waits for this transaction: one update of a quiet chat costs lane, look, insert.
pub(super) async fn accept(
    db: &Db,
    bot: BotKind,
    updates: &[IncomingUpdate],
    claim: &InboxClaim,
) -> Result<Vec<ClaimedUpdate>, Fault> {
    let updates: BTreeMap<i64, &IncomingUpdate> = updates
        .iter()
        .map(|update| (update.update_id, update))
        .collect();
    let mut tx = db.begin().await?;
    lock_chats(
        &mut tx,
        updates.values().filter_map(|update| update.chat_id),
    )
    .await?;
    let mut claimed = Vec::new();
    let mut busy_chats = HashSet::new();
    let mut seen_chats = HashSet::new();
    for update in updates.into_values() {
        if let Some(chat) = update.chat_id
            && seen_chats.insert(chat)
            && !of_chat(&mut tx, bot, chat).await?.is_empty()
        {
            busy_chats.insert(chat);
        }
        let is_free = update
            .chat_id
            .is_none_or(|chat| !busy_chats.contains(&chat));
        let Some(id) = store(&mut tx, bot, update, is_free.then_some(claim), claim).await? else {
            continue;
        };
        if is_free {
            busy_chats.extend(update.chat_id);
            claimed.push(ClaimedUpdate {
                id,
                bot,
                update: update.clone(),
                attempts: 0,
            });
        }
    }
    // Chats with updates from before: the oldest may be due by now.
    let held: HashSet<i64> = claimed
        .iter()
        .filter_map(|update| update.update.chat_id)
        .collect();
    for chat in busy_chats.difference(&held) {
        claimed.extend(claim_next(&mut tx, bot, *chat, claim).await?);
    }
    tx.commit().await?;
    claimed.sort_by_key(|update| update.update.update_id);
    Ok(claimed)
}

/// `None` when the update was taken in before.
async fn store(
    conn: &mut Conn,
    bot: BotKind,
    update: &IncomingUpdate,
    holder: Option<&InboxClaim>,
    claim: &InboxClaim,
) -> Result<Option<i64>, Fault> {
    let now = to_millis(claim.now);
    let added = sqlx::query(
        "INSERT INTO telegram_updates (bot, update_id, chat_id, payload, status, attempts, next_attempt_at, \
         claim_id, lease_until, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(bot.as_str())
    .bind(update.update_id)
    .bind(update.chat_id)
    .bind(Json(&update.payload))
    .bind(if holder.is_some() { "handling" } else { "pending" })
    .bind(i64::from(holder.is_some()))
    .bind(now)
    .bind(holder.map(|claim| claim.owner.as_str()))
    .bind(holder.map(|claim| to_millis(claim.until)))
    .bind(now)
    .bind(now)
    .execute(conn)
    .await;
    Ok(unless_taken(added)?.map(|done| inserted_id(&done)))
}
