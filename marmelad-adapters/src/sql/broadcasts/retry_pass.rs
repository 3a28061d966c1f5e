//! A retry pass: the rows of recipients whom a broadcast missed become pending again, batch by batch.

use marmelad_core::broadcasts::{FanOut, RecipientStatus};
use marmelad_core::kernel::to_millis;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, by_index, for_update};
use super::super::row::{RowOf, push_in};
use super::counters::CounterChanges;
use super::recipients::push_words;
use crate::sql::fault::Fault;

/// The outcomes to retry, joined by commas, and the last client whose row was reset.
type RetryPass = (Option<String>, Option<i64>);
/// Ids of the log row and its client, and the outcome.
type Missed = (i64, i64, String);

/// Resets the next batch of rows and returns whether it was the last; `None` when no pass is open. Batches follow the
/// clients' ids, so a recipient who is missed again is not reset twice. Recipients keep their codes.
pub(super) async fn reset_missed(conn: &mut Conn, command: &FanOut) -> Result<Option<bool>, Fault> {
    let pass: Option<RetryPass> = sqlx::query_as(
        "SELECT retry_statuses, retry_after_user_id FROM broadcasts \
         WHERE id = ? AND status = 'sending'",
    )
    .bind(command.id.0)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((Some(statuses), Some(after))) = pass else {
        return Ok(None);
    };
    let mut query = QueryBuilder::<Database>::new(concat!(
        "SELECT id, user_id, status FROM broadcast_logs",
        by_index!("uq_broadcast_logs_broadcast_id_user_id"),
        " WHERE broadcast_id = "
    ));
    query.push_bind(command.id.0);
    query.push(" AND user_id > ").push_bind(after);
    push_words(&mut query, "status", statuses.split(','));
    query.push(" ORDER BY user_id LIMIT ").push_bind(i64::from(command.limit));
    query.push(for_update!());
    let missed: Vec<Missed> = query.build_query_as().fetch_all(&mut *conn).await?;
    let is_all = missed.len() < command.limit as usize;
    let now = to_millis(command.now);
    let mut changes = CounterChanges::default();
    for (id, _, status) in &missed {
        let of = RowOf { table: "broadcast_logs", id: *id };
        changes.moved(of.word("status", status)?, RecipientStatus::Pending);
    }
    if !missed.is_empty() {
        let mut query = QueryBuilder::<Database>::new(
            "UPDATE broadcast_logs SET status = 'pending', attempts = 0, body_errors = 0, \
             claim_id = NULL, lease_until = NULL, error_message = NULL, next_attempt_at = ",
        );
        query.push_bind(now).push(", updated_at = ").push_bind(now);
        push_in(&mut query, " WHERE id", missed.iter().map(|(id, ..)| *id));
        query.build().execute(&mut *conn).await?;
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
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() != 1 {
        // Another process reset this batch, or somebody paused the broadcast.
        return Err(Fault::Conflict);
    }
    changes.write(conn, command.id, command.now).await?;
    Ok(Some(is_all))
}
