//! Updates that wait: left by a dead process, or postponed until now.

use marmelad_core::intake::InboxClaim;
use marmelad_core::kernel::{BotKind, to_millis};

use super::super::dialect::{Conn, by_index};
use super::super::statement::bind;
use super::next_update::{Unfinished, select_unfinished};
use crate::sql::fault::Fault;

/// `SELECT` updates that meet the given condition and whose chat has no older one.
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

/// Returns the oldest unfinished update of each chat that may be handled now. Runs one query per kind of waiting, so
/// that each uses an index. Updates of dead processes come first: they are few, have waited for a whole lease, and
/// new updates could otherwise delay them for ever.
pub(super) async fn waiting(
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
        let (now, limit) = (to_millis(claim.now), i64::from(limit));
        let query = bind!(sqlx::query_as(sql), bot.as_str(), now, limit);
        let rows: Vec<Unfinished> = query.fetch_all(&mut *conn).await?;
        waiting.extend(rows);
    }
    waiting.truncate(limit as usize);
    Ok(waiting)
}
