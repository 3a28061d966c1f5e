//! Updates that nobody handles: left by a dead process, or put off until now.

use marmelad_core::intake::{ClaimedUpdate, InboxClaim};
use marmelad_core::kernel::{BotKind, to_millis};

use super::super::super::dialect::{Conn, Db, by_index};
use super::super::lanes::lock_chats;
use super::turn::{Unfinished, claim_next, of_chats, select_unfinished, take};
use crate::sql::fault::Fault;

/// `SELECT` updates of which what is given holds, where their chat has no older one.
macro_rules! select_oldest {
    ($which:literal) => {
        select_unfinished!(
            "ix_telegram_updates_bot_status_update_id",
            "r.bot = ? AND ",
            $which,
            " AND NOT EXISTS (SELECT 1 FROM telegram_updates e WHERE e.bot = r.bot \
             AND e.chat_id = r.chat_id AND e.status IN ('pending', 'handling') \
             AND e.update_id < r.update_id) ORDER BY r.update_id LIMIT ?"
        )
    };
}

pub(super) async fn claim_waiting(
    db: &Db,
    bot: BotKind,
    claim: &InboxClaim,
    limit: u32,
) -> Result<Vec<ClaimedUpdate>, Fault> {
    // Asked every few seconds, and nearly always there is nothing: to see that locks nothing.
    if waiting(&mut *db.reader().await?, bot, claim, 1)
        .await?
        .is_empty()
    {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    let candidates = waiting(&mut tx, bot, claim, limit).await?;
    let chats = candidates.iter().filter_map(Unfinished::chat).collect();
    lock_chats(&mut tx, &chats).await?;
    let mut claimed = Vec::new();
    // Under the lanes everything is looked at again: another may have come first.
    for unfinished in of_chats(&mut tx, bot, &chats).await?.into_values() {
        claimed.extend(claim_next(&mut tx, bot, unfinished, claim).await?);
    }
    for update in candidates.iter().filter(|update| update.chat().is_none()) {
        claimed.extend(take(&mut tx, bot, update, claim).await?);
    }
    tx.commit().await?;
    claimed.sort_by_key(|update| update.update.update_id);
    Ok(claimed)
}

/// The oldest unfinished update of each chat, where it may be handled now. Each kind of waiting has a
/// query of its own, so that each goes by an index. What a dead process left goes first: it has waited for a whole
/// claim already, there is no more of it than was in hands then, and behind what keeps coming in it might wait for ever.
async fn waiting(
    conn: &mut Conn,
    bot: BotKind,
    claim: &InboxClaim,
    limit: u32,
) -> Result<Vec<Unfinished>, Fault> {
    let mut waiting: Vec<Unfinished> = Vec::new();
    for sql in [
        select_oldest!("r.status = 'handling' AND r.lease_until <= ?"),
        select_oldest!("r.status = 'pending' AND r.next_attempt_at <= ?"),
    ] {
        let rows: Vec<Unfinished> = sqlx::query_as(sql)
            .bind(bot.as_str())
            .bind(to_millis(claim.now))
            .bind(i64::from(limit))
            .fetch_all(&mut *conn)
            .await?;
        waiting.extend(rows);
    }
    waiting.truncate(limit as usize);
    Ok(waiting)
}
