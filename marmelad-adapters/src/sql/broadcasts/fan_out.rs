//! Fan-out: a broadcast's recipients are inserted batch by batch.

use marmelad_core::broadcasts::{Broadcast, FanOut, Reach};
use marmelad_core::kernel::{Moment, to_millis};
use marmelad_core::segments::SegmentFilter;
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::statement::{Statement, bind};
use super::audience::push_reached;
use crate::sql::fault::Fault;

/// Inserts the next recipients of a locked broadcast and tells whether they were the last. In the order of
/// the clients' ids: the greatest inserted id says where the last batch ended, so a process that dies
/// in between loses nothing. The audience is as it was when the broadcast began.
pub(super) async fn insert_batch(
    conn: &mut Conn,
    broadcast: Broadcast,
    filter: &SegmentFilter,
    command: &FanOut,
) -> Result<bool, Fault> {
    let begun = broadcast.started_at.unwrap_or(command.now);
    let reach = Reach {
        audience: broadcast.terms.audience,
        moment: Moment { now: begun, zone: command.zone },
        needs_consent: command.needs_consent,
    };
    let last: Option<i64> =
        sqlx::query_scalar("SELECT MAX(user_id) FROM broadcast_logs WHERE broadcast_id = ?")
            .bind(command.id.0)
            .fetch_one(&mut *conn)
            .await?;
    let now = to_millis(command.now);
    let mut query = QueryBuilder::<Database>::new(
        "INSERT INTO broadcast_logs \
         (broadcast_id, user_id, status, next_attempt_at, created_at, updated_at) SELECT ",
    );
    query.push_bind(command.id.0).push(", u.id, 'pending', ");
    query.push_bind(now).push(", ");
    query.push_bind(now).push(", ");
    query.push_bind(now).push(" FROM users u WHERE u.id > ");
    query.push_bind(last.unwrap_or_default());
    query.push(" AND u.created_at <= ").push_bind(to_millis(begun));
    query.push(" AND ");
    push_reached(&mut query, &reach, filter);
    query.push(" ORDER BY u.id LIMIT ").push_bind(i64::from(command.limit));
    let added = query.build().execute(&mut *conn).await?.rows_affected();
    let is_all = added < u64::from(command.limit);
    let sql = "UPDATE broadcasts SET audience_total = audience_total + ?, laid_out_at = ?, updated_at = ? \
         WHERE id = ?";
    bind!(
        sqlx::query(sql),
        i64::try_from(added).unwrap_or(i64::MAX),
        is_all.then_some(now),
        now,
        command.id.0
    )
    .run(&mut *conn)
    .await?;
    Ok(is_all)
}
