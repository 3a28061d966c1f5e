//! An update is done with, for good or for now.

use marmelad_core::domain::zone::to_millis;
use marmelad_core::ports::{ClaimedUpdate, Handling, InboxClaim};

use super::super::super::dialect::Db;
use super::super::lanes::lock_chats;
use super::turn::claim_next;
use crate::sql::fault::Fault;

pub(super) async fn finish(
    db: &Db,
    update: &ClaimedUpdate,
    ending: Handling,
    claim: &InboxClaim,
    goes_on: bool,
) -> Result<Option<ClaimedUpdate>, Fault> {
    let now = to_millis(claim.now);
    let mut tx = db.begin().await?;
    lock_chats(&mut tx, update.update.chat_id.into_iter()).await?;
    let ended = match ending {
        // What was written in the chat is nobody's business any more.
        Handling::Done => {
            sqlx::query(
                "UPDATE telegram_updates SET status = 'done', payload = NULL, claim_id = NULL, lease_until = NULL, \
                 updated_at = ? WHERE id = ? AND claim_id = ? AND attempts = ? AND status = 'handling'",
            )
        }
        Handling::Again(at) => sqlx::query(
            "UPDATE telegram_updates SET status = 'pending', next_attempt_at = ?, claim_id = NULL, \
             lease_until = NULL, updated_at = ? WHERE id = ? AND claim_id = ? AND attempts = ? AND status = 'handling'",
        )
        .bind(to_millis(at)),
    };
    // Each claim raises `attempts`: one that was lost to another, even of this process, ends nothing.
    let ended = ended
        .bind(now)
        .bind(update.id)
        .bind(&claim.owner)
        .bind(i64::from(update.attempts) + 1)
        .execute(&mut *tx)
        .await?;
    if ended.rows_affected() == 0 {
        return Ok(None);
    }
    let next = match update.update.chat_id {
        Some(chat) if goes_on => claim_next(&mut tx, update.bot, chat, claim).await?,
        _ => None,
    };
    tx.commit().await?;
    Ok(next)
}
