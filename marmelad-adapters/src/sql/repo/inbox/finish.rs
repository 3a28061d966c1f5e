//! Updates are done with, for good or for now.

use std::collections::{BTreeSet, HashMap};

use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, Handling, InboxClaim};
use marmelad_core::kernel::{BotKind, to_millis};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db, for_update};
use super::super::lanes::lock_chats;
use super::super::row::push_in;
use super::turn::{claim_next, of_chats};
use crate::sql::fault::Fault;

pub(super) async fn finish(
    db: &Db,
    bot: BotKind,
    ended: &[EndedUpdate],
    claim: &InboxClaim,
) -> Result<Vec<ClaimedUpdate>, Fault> {
    let mut tx = db.begin().await?;
    lock_chats(&mut tx, &chats(ended.iter())).await?;
    let held = still_held(&mut tx, bot, ended, claim).await?;
    let (done, again): (Vec<_>, Vec<_>) = held
        .iter()
        .partition(|ended| ended.ending == Handling::Done);
    end(&mut tx, bot, &done, claim).await?;
    for ended in again {
        let_go(&mut tx, bot, ended, claim).await?;
    }
    let going_on = chats(held.into_iter().filter(|ended| ended.goes_on));
    let mut next = Vec::new();
    for unfinished in of_chats(&mut tx, bot, &going_on).await?.into_values() {
        next.extend(claim_next(&mut tx, bot, unfinished, claim).await?);
    }
    tx.commit().await?;
    Ok(next)
}

fn chats<'a>(ended: impl Iterator<Item = &'a EndedUpdate>) -> BTreeSet<i64> {
    ended
        .filter_map(|ended| ended.update.update.chat_id)
        .collect()
}

/// Those that nobody else took meanwhile. Each claim raises `attempts`: one that was lost to another, even of
/// this process, ends nothing.
async fn still_held<'a>(
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

/// For now. One that was not begun with gets its try back: no claim but the one that ends here had that number, so
/// whoever lost it earlier still cannot end it.
async fn let_go(
    conn: &mut Conn,
    bot: BotKind,
    ended: &EndedUpdate,
    claim: &InboxClaim,
) -> Result<(), Fault> {
    let (next_attempt_at, given_back) = match ended.ending {
        Handling::Done => return Ok(()),
        Handling::Again(at) => (Some(to_millis(at)), 0),
        Handling::NotBegun => (None, 1),
    };
    sqlx::query(
        "UPDATE telegram_updates SET status = 'pending', next_attempt_at = COALESCE(?, next_attempt_at), \
         attempts = attempts - ?, claim_id = NULL, lease_until = NULL, updated_at = ? WHERE bot = ? AND update_id = ?",
    )
    .bind(next_attempt_at)
    .bind(given_back)
    .bind(to_millis(claim.now))
    .bind(bot.as_str())
    .bind(ended.update.update.update_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// For good. What was written in the chat is nobody's business any more.
async fn end(
    conn: &mut Conn,
    bot: BotKind,
    done: &[&EndedUpdate],
    claim: &InboxClaim,
) -> Result<(), Fault> {
    if done.is_empty() {
        return Ok(());
    }
    let mut sql = QueryBuilder::<Database>::new(
        "UPDATE telegram_updates SET status = 'done', payload = NULL, claim_id = NULL, lease_until = NULL, updated_at = ",
    );
    sql.push_bind(to_millis(claim.now));
    sql.push(" WHERE bot = ");
    sql.push_bind(bot.as_str());
    let ids = done.iter().map(|ended| ended.update.update.update_id);
    push_in(&mut sql, " AND update_id", ids);
    sql.build().execute(conn).await?;
    Ok(())
}
