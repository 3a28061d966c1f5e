//! Those whom a broadcast missed are laid down once more, portion by portion.

use marmelad_core::broadcasts::{LayOut, RecipientStatus};
use marmelad_core::kernel::to_millis;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db, by_index, for_update};
use super::super::row::{RowOf, push_in};
use super::turn::Tally;
use crate::sql::fault::Fault;

/// Which outcomes are tried anew, and up to which client that is done.
type Round = (Option<String>, Option<i64>);
/// Row, client, outcome.
type Missed = (i64, i64, String);

/// In the order of the clients' ids, as the first time; whom it misses again stands behind the last portion and is left
/// alone. Their rows are as new, but for their code: whoever has one keeps it. `None`: no round is open.
pub(super) async fn lay_out(db: &Db, command: &LayOut) -> Result<Option<bool>, Fault> {
    let mut tx = db.begin().await?;
    let round: Option<Round> = sqlx::query_as(
        "SELECT retry_statuses, retry_after_user_id FROM broadcasts WHERE id = ? AND status = 'sending'",
    )
    .bind(command.id.0)
    .fetch_optional(&mut *tx)
    .await?;
    let Some((Some(statuses), Some(after))) = round else {
        return Ok(None);
    };
    let mut query = QueryBuilder::<Database>::new(concat!(
        "SELECT id, user_id, status FROM broadcast_logs",
        by_index!("uq_broadcast_logs_broadcast_id_user_id"),
        " WHERE broadcast_id = "
    ));
    query.push_bind(command.id.0);
    query.push(" AND user_id > ").push_bind(after);
    query.push(" AND status IN (");
    let mut words = query.separated(", ");
    for word in statuses.split(',') {
        words.push_bind(word.to_owned());
    }
    query
        .push(") ORDER BY user_id LIMIT ")
        .push_bind(i64::from(command.limit));
    query.push(for_update!());
    let missed: Vec<Missed> = query.build_query_as().fetch_all(&mut *tx).await?;
    let is_all = missed.len() < command.limit as usize;
    let now = to_millis(command.now);
    let mut tally = Tally::default();
    for (id, _, status) in &missed {
        let of = RowOf {
            table: "broadcast_logs",
            id: *id,
        };
        tally.moved(of.word("status", status)?, RecipientStatus::Pending);
    }
    if !missed.is_empty() {
        let mut query = QueryBuilder::<Database>::new(
            "UPDATE broadcast_logs SET status = 'pending', attempts = 0, body_errors = 0, claim_id = NULL, \
             lease_until = NULL, error_message = NULL, next_attempt_at = ",
        );
        query.push_bind(now);
        query.push(", updated_at = ").push_bind(now);
        push_in(&mut query, " WHERE id", missed.iter().map(|(id, ..)| *id));
        query.build().execute(&mut *tx).await?;
    }
    let last = missed.last().map(|(_, user, _)| *user);
    let moved = sqlx::query(
        "UPDATE broadcasts SET retry_after_user_id = ?, updated_at = ? \
         WHERE id = ? AND status = 'sending' AND retry_after_user_id = ?",
    )
    .bind(last.filter(|_| !is_all))
    .bind(now)
    .bind(command.id.0)
    .bind(after)
    .execute(&mut *tx)
    .await?;
    if moved.rows_affected() != 1 {
        // Another laid down this portion, or somebody held the broadcast.
        return Err(Fault::Raced);
    }
    tally.write(&mut tx, command.id, command.now).await?;
    tx.commit().await?;
    Ok(Some(is_all))
}
