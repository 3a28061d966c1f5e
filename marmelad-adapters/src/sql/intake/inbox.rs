//! `telegram_updates`, the inbox: each update once, those of one chat in order.
//!
//! A transaction that orders a chat's updates first locks the chat's lock row (`system/lock_rows.rs`). So of two
//! processes that accept updates of one chat at the same time, the second sees what the first decided.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::Backlog;
use marmelad_core::intake::{
    ClaimedUpdate, EndedUpdate, HandlingOutcome, InboxClaim, IncomingUpdate, UpdateInbox,
};
use marmelad_core::kernel::{BotKind, PortError, to_millis};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::Store;
use super::super::dialect::{Conn, Database};
use super::super::statement::Statement;
use super::super::system::lock_rows::lock_chats;
use super::super::transaction::delete_some;
use super::finish::{chats, end, let_go, still_held};
use super::next_update::{Unfinished, claim_next, of_chats, take};
use super::waiting::waiting;
use crate::sql::fault::Fault;

#[async_trait]
impl UpdateInbox for Store {
    /// Takes three statements (lock, read, insert) for any number of updates of quiet chats: a cashier is waiting.
    async fn accept(
        &self,
        bot: BotKind,
        updates: Vec<IncomingUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        let updates: BTreeMap<i64, &IncomingUpdate> =
            updates.iter().map(|update| (update.update_id, update)).collect();
        let updates: Vec<&IncomingUpdate> = updates.into_values().collect();
        let chats: BTreeSet<i64> = updates.iter().filter_map(|update| update.chat_id).collect();
        self.db
            .transaction("inbox.accept", async |mut tx| {
                lock_chats(&mut tx, &chats).await?;
                let busy: BTreeSet<i64> =
                    of_chats(&mut tx, bot, &chats).await?.into_keys().collect();
                let mut claimed = store(&mut tx, bot, &updates, &busy, &claim).await?;
                if !busy.is_empty() {
                    // Chats with updates from before: the oldest may be due by now.
                    for unfinished in of_chats(&mut tx, bot, &busy).await?.into_values() {
                        claimed.extend(claim_next(&mut tx, bot, unfinished, &claim).await?);
                    }
                    claimed.sort_by_key(|update| update.update.update_id);
                }
                Ok(claimed)
            })
            .await
    }

    async fn finish(
        &self,
        bot: BotKind,
        ended: Vec<EndedUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        self.db
            .transaction("inbox.finish", async |mut tx| {
                lock_chats(&mut tx, &chats(ended.iter())).await?;
                let held = still_held(&mut tx, bot, &ended, &claim).await?;
                let (done, again): (Vec<_>, Vec<_>) =
                    held.iter().partition(|ended| ended.ending == HandlingOutcome::Done);
                end(&mut tx, bot, &done, &claim).await?;
                for ended in again {
                    let_go(&mut tx, bot, ended, &claim).await?;
                }
                let going_on = chats(held.into_iter().filter(|ended| ended.claim_next));
                let mut next = Vec::new();
                for unfinished in of_chats(&mut tx, bot, &going_on).await?.into_values() {
                    next.extend(claim_next(&mut tx, bot, unfinished, &claim).await?);
                }
                Ok(next)
            })
            .await
    }

    async fn claim_waiting(
        &self,
        bot: BotKind,
        claim: InboxClaim,
        limit: u32,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        // Asked every second and nearly always in vain; reading locks nothing.
        let any = self
            .db
            .read("inbox.look_for_waiting", async |mut conn| {
                waiting(&mut conn, bot, &claim, 1).await
            })
            .await?;
        if any.is_empty() {
            return Ok(Vec::new());
        }
        self.db
            .transaction("inbox.claim_waiting", async |mut tx| {
                let candidates = waiting(&mut tx, bot, &claim, limit).await?;
                let chats = candidates.iter().filter_map(Unfinished::chat).collect();
                lock_chats(&mut tx, &chats).await?;
                let mut claimed = Vec::new();
                // Under the locks everything is looked at again: another process may have been first.
                for unfinished in of_chats(&mut tx, bot, &chats).await?.into_values() {
                    claimed.extend(claim_next(&mut tx, bot, unfinished, &claim).await?);
                }
                for update in candidates.iter().filter(|update| update.chat().is_none()) {
                    claimed.extend(take(&mut tx, bot, update, &claim).await?);
                }
                claimed.sort_by_key(|update| update.update.update_id);
                Ok(claimed)
            })
            .await
    }

    async fn backlog(&self) -> Result<Backlog, PortError> {
        self.db
            .read("inbox.backlog", async |mut conn| {
                let sql = "SELECT COUNT(*), MIN(created_at) FROM telegram_updates \
                           WHERE status IN ('pending', 'handling')";
                let (count, oldest): (i64, Option<DateTime<Utc>>) =
                    sqlx::query_as(sql).fetch_one(&mut *conn).await?;
                Ok(Backlog { depth: u64::try_from(count).unwrap_or_default(), due_since: oldest })
            })
            .await
    }

    async fn forget_before(&self, before: DateTime<Utc>) -> Result<u64, PortError> {
        let sql = delete_some!("telegram_updates", "status = 'done' AND created_at");
        self.db.delete_in_batches("inbox.forget_before", sql, before).await
    }
}

/// Stores the new updates and claims the first one of each chat without unfinished updates.
async fn store(
    conn: &mut Conn,
    bot: BotKind,
    updates: &[&IncomingUpdate],
    busy: &BTreeSet<i64>,
    claim: &InboxClaim,
) -> Result<Vec<ClaimedUpdate>, Fault> {
    let mut held = busy.clone();
    let new: Vec<NewUpdate<'_>> =
        updates.iter().map(|update| NewUpdate::of(update, &mut held)).collect();
    if new.is_empty() || insert(conn, bot, &new, claim).await? {
        let first = new.iter().filter(|update| update.is_first);
        return Ok(first.map(|update| update.claimed(bot)).collect());
    }
    // Some were accepted before: a sender that is not sure of the commit repeats them.
    let (mut held, mut claimed) = (busy.clone(), Vec::new());
    for update in updates {
        let mut held_with = held.clone();
        let one = NewUpdate::of(update, &mut held_with);
        if insert(conn, bot, std::slice::from_ref(&one), claim).await? {
            held = held_with;
            claimed.extend(one.is_first.then(|| one.claimed(bot)));
        }
    }
    Ok(claimed)
}

/// A new update, and whether it is claimed at once.
struct NewUpdate<'a> {
    update: &'a IncomingUpdate,
    is_first: bool,
}

impl<'a> NewUpdate<'a> {
    /// The first update of a chat that is not `held` is claimed and makes the chat held.
    fn of(update: &'a IncomingUpdate, held: &mut BTreeSet<i64>) -> Self {
        let is_first = update.chat_id.is_none_or(|chat| held.insert(chat));
        Self { update, is_first }
    }

    fn claimed(&self, bot: BotKind) -> ClaimedUpdate {
        ClaimedUpdate { bot, update: self.update.clone(), attempts: 0 }
    }
}

/// `false`, and nothing is stored, when one of the updates was accepted before.
async fn insert(
    conn: &mut Conn,
    bot: BotKind,
    new: &[NewUpdate<'_>],
    claim: &InboxClaim,
) -> Result<bool, Fault> {
    let (now, until) = (to_millis(claim.now), to_millis(claim.until));
    let mut sql = QueryBuilder::<Database>::new(
        "INSERT INTO telegram_updates (bot, update_id, chat_id, payload, status, attempts, \
         next_attempt_at, claim_id, lease_until, created_at, updated_at) ",
    );
    sql.push_values(new, |mut row, one| {
        row.push_bind(bot.as_str())
            .push_bind(one.update.update_id)
            .push_bind(one.update.chat_id)
            .push_bind(Json(&one.update.payload))
            .push_bind(if one.is_first { "handling" } else { "pending" })
            .push_bind(i64::from(one.is_first))
            .push_bind(now)
            .push_bind(one.is_first.then_some(claim.owner.as_str()))
            .push_bind(one.is_first.then_some(until))
            .push_bind(now)
            .push_bind(now);
    });
    Ok(sql.build().insert(conn).await?.is_some())
}
