//! The steps of finishing updates.

use std::collections::{BTreeSet, HashMap};

use marmelad_core::intake::{EndedUpdate, HandlingOutcome, InboxClaim};
use marmelad_core::kernel::{BotKind, to_millis};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, for_update};
use super::super::row::push_in;
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

pub(super) fn chats<'a>(ended: impl Iterator<Item = &'a EndedUpdate>) -> BTreeSet<i64> {
    ended.filter_map(|ended| ended.update.update.chat_id).collect()
}

/// Returns the updates that this claim still holds. Every claim raises `attempts`, so a lost claim finishes nothing,
/// even if the same process claimed the update again.
pub(super) async fn still_held<'a>(
    conn: &mut Conn,
    bot: BotKind,
    ended: &'a [EndedUpdate],
    claim: &InboxClaim,
) -> Result<Vec<&'a EndedUpdate>, Fault> {
    let mut sql = QueryBuilder::<Database>::new(
        "SELECT update_id, attempts FROM telegram_updates WHERE bot = ",
    );
    sql.push_bind(bot.as_str());
    let ids = ended.iter().map(|ended| ended.update.update.update_id);
    push_in(&mut sql, " AND update_id", ids);
    sql.push(" AND status = 'handling' AND claim_id = ");
    sql.push_bind(&claim.owner);
    sql.push(for_update!());
    let held: Vec<(i64, i64)> = sql.build_query_as().fetch_all(conn).await?;
    let held: HashMap<i64, i64> = held.into_iter().collect();
    let is_held = |ended: &&EndedUpdate| {
        let tries = i64::from(ended.update.attempts) + 1;
        held.get(&ended.update.update.update_id) == Some(&tries)
    };
    Ok(ended.iter().filter(is_held).collect())
}

/// Releases an update for a later attempt. An update that was not begun gets its attempt back; no other claim had this
/// number, so an earlier, lost claim still cannot finish it.
pub(super) async fn let_go(
    conn: &mut Conn,
    bot: BotKind,
    ended: &EndedUpdate,
    claim: &InboxClaim,
) -> Result<(), Fault> {
    let (next_attempt_at, given_back) = match ended.ending {
        HandlingOutcome::Done => return Ok(()),
        HandlingOutcome::RetryAt(at) => (Some(to_millis(at)), 0),
        HandlingOutcome::NotBegun => (None, 1),
    };
    let sql = "UPDATE telegram_updates SET status = 'pending', \
               next_attempt_at = COALESCE(?, next_attempt_at), attempts = attempts - ?, \
               claim_id = NULL, lease_until = NULL, updated_at = ? WHERE bot = ? AND update_id = ?";
    let (now, id) = (to_millis(claim.now), ended.update.update.update_id);
    bind!(sqlx::query(sql), next_attempt_at, given_back, now, bot.as_str(), id).run(conn).await
}

/// Marks updates as done and deletes what was written in the chat.
pub(super) async fn end(
    conn: &mut Conn,
    bot: BotKind,
    done: &[&EndedUpdate],
    claim: &InboxClaim,
) -> Result<(), Fault> {
    if done.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::<Database>::new(
        "UPDATE telegram_updates SET status = 'done', payload = NULL, claim_id = NULL, \
         lease_until = NULL, updated_at = ",
    );
    sql.push_bind(to_millis(claim.now));
    sql.push(" WHERE bot = ");
    sql.push_bind(bot.as_str());
    let ids = done.iter().map(|ended| ended.update.update.update_id);
    push_in(&mut sql, " AND update_id", ids);
    sql.build().run(conn).await
}
