//! The steps of accepting updates.

use std::collections::BTreeSet;

use marmelad_core::intake::{ClaimedUpdate, InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, to_millis};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::dialect::{Conn, Database};
use super::super::statement::Statement;
use crate::sql::fault::Fault;

/// Stores the new updates and claims the first one of each chat without unfinished updates.
pub(super) async fn store(
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
