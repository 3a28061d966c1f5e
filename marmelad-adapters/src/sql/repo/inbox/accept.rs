//! Updates come in.

use std::collections::{BTreeMap, BTreeSet};

use marmelad_core::intake::{ClaimedUpdate, InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, to_millis};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::lanes::lock_chats;
use super::turn::{claim_next, of_chats};
use crate::sql::fault::{Fault, unless_taken};

/// A cashier waits for this transaction: however many updates of quiet chats cost lanes, look, insert.
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
    let updates: Vec<&IncomingUpdate> = updates.into_values().collect();
    let chats: BTreeSet<i64> = updates.iter().filter_map(|update| update.chat_id).collect();
    let mut tx = db.begin().await?;
    lock_chats(&mut tx, &chats).await?;
    let busy: BTreeSet<i64> = of_chats(&mut tx, bot, &chats).await?.into_keys().collect();
    let mut claimed = store(&mut tx, bot, &updates, &busy, claim).await?;
    if !busy.is_empty() {
        // Chats with updates from before: the oldest may be due by now.
        for unfinished in of_chats(&mut tx, bot, &busy).await?.into_values() {
            claimed.extend(claim_next(&mut tx, bot, unfinished, claim).await?);
        }
        claimed.sort_by_key(|update| update.update.update_id);
    }
    tx.commit().await?;
    Ok(claimed)
}

/// Stores what is new, and claims the first of each chat that is not busy.
async fn store(
    conn: &mut Conn,
    bot: BotKind,
    updates: &[&IncomingUpdate],
    busy: &BTreeSet<i64>,
    claim: &InboxClaim,
) -> Result<Vec<ClaimedUpdate>, Fault> {
    let mut held = busy.clone();
    let turns: Vec<Turn<'_>> = updates
        .iter()
        .map(|update| Turn::of(update, &mut held))
        .collect();
    if turns.is_empty() || insert(conn, bot, &turns, claim).await? {
        let first = turns.iter().filter(|turn| turn.is_first);
        return Ok(first.map(|turn| turn.claimed(bot)).collect());
    }
    // Some were taken in before: whoever is not sure that they came through sends them again.
    let (mut held, mut claimed) = (busy.clone(), Vec::new());
    for update in updates {
        let mut held_with = held.clone();
        let turn = Turn::of(update, &mut held_with);
        if insert(conn, bot, std::slice::from_ref(&turn), claim).await? {
            held = held_with;
            claimed.extend(turn.is_first.then(|| turn.claimed(bot)));
        }
    }
    Ok(claimed)
}

/// A new update, and whether it is its turn at once.
struct Turn<'a> {
    update: &'a IncomingUpdate,
    is_first: bool,
}

impl<'a> Turn<'a> {
    /// One of a chat that is in nobody's hands takes it in hand.
    fn of(update: &'a IncomingUpdate, held: &mut BTreeSet<i64>) -> Self {
        let is_first = update.chat_id.is_none_or(|chat| held.insert(chat));
        Self { update, is_first }
    }

    fn claimed(&self, bot: BotKind) -> ClaimedUpdate {
        ClaimedUpdate {
            bot,
            update: self.update.clone(),
            attempts: 0,
        }
    }
}

/// False, and nothing is stored, when one of them was taken in before.
async fn insert(
    conn: &mut Conn,
    bot: BotKind,
    turns: &[Turn<'_>],
    claim: &InboxClaim,
) -> Result<bool, Fault> {
    let (now, until) = (to_millis(claim.now), to_millis(claim.until));
    let mut sql = QueryBuilder::<Database>::new(
        "INSERT INTO telegram_updates (bot, update_id, chat_id, payload, status, attempts, next_attempt_at, \
         claim_id, lease_until, created_at, updated_at) ",
    );
    sql.push_values(turns, |mut row, turn| {
        row.push_bind(bot.as_str())
            .push_bind(turn.update.update_id)
            .push_bind(turn.update.chat_id)
            .push_bind(Json(&turn.update.payload))
            .push_bind(if turn.is_first { "handling" } else { "pending" })
            .push_bind(i64::from(turn.is_first))
            .push_bind(now)
            .push_bind(turn.is_first.then_some(claim.owner.as_str()))
            .push_bind(turn.is_first.then_some(until))
            .push_bind(now)
            .push_bind(now);
    });
    Ok(unless_taken(sql.build().execute(conn).await)?.is_some())
}
