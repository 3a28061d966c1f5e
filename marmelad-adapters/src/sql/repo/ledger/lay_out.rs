//! Recipients are laid down, portion by portion.

use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{BroadcastStatus, LayOut, Reach, StopReason};
use marmelad_core::kernel::{Moment, to_millis};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db};
use super::super::broadcasts::{fixed_filter, lock, push_reached, stop_locked};
use super::rounds;
use crate::sql::fault::Fault;

/// In the order of the clients' ids: the greatest so far says where the last portion ended, so that a process that
/// dies in between costs nothing. The audience is as it was when the broadcast began.
pub(super) async fn lay_out(db: &Db, command: &LayOut) -> Result<bool, Fault> {
    if let Some(all) = rounds::lay_out(db, command).await? {
        return Ok(all);
    }
    let mut tx = db.begin().await?;
    let Some(broadcast) = lock(&mut tx, command.id).await? else {
        return Ok(true);
    };
    if broadcast.is_laid_out || broadcast.status != BroadcastStatus::Sending {
        return Ok(broadcast.is_laid_out);
    }
    let Some(filter) = fixed_filter(&mut tx, &broadcast).await? else {
        let reason = StopReason {
            code: StopCode::EmptyAudience,
            message: "its segment is gone".to_owned(),
        };
        stop_locked(&mut tx, &broadcast, &reason, command.now).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let begun = broadcast.started_at.unwrap_or(command.now);
    let reach = Reach {
        audience: broadcast.terms.audience,
        moment: Moment {
            now: begun,
            zone: command.zone,
        },
        needs_consent: command.needs_consent,
    };
    let last: Option<i64> =
        sqlx::query_scalar("SELECT MAX(user_id) FROM broadcast_logs WHERE broadcast_id = ?")
            .bind(command.id.0)
            .fetch_one(&mut *tx)
            .await?;
    let now = to_millis(command.now);
    let mut query = QueryBuilder::<Database>::new(
        "INSERT INTO broadcast_logs (broadcast_id, user_id, status, next_attempt_at, created_at, updated_at) SELECT ",
    );
    query.push_bind(command.id.0).push(", u.id, 'pending', ");
    query.push_bind(now).push(", ");
    query.push_bind(now).push(", ");
    query.push_bind(now).push(" FROM users u WHERE u.id > ");
    query.push_bind(last.unwrap_or_default());
    query
        .push(" AND u.created_at <= ")
        .push_bind(to_millis(begun));
    query.push(" AND ");
    push_reached(&mut query, &reach, &filter);
    query
        .push(" ORDER BY u.id LIMIT ")
        .push_bind(i64::from(command.limit));
    let added = query.build().execute(&mut *tx).await?.rows_affected();
    let is_all = added < u64::from(command.limit);
    sqlx::query(
        "UPDATE broadcasts SET audience_total = audience_total + ?, laid_out_at = ?, updated_at = ? WHERE id = ?",
    )
    .bind(i64::try_from(added).unwrap_or(i64::MAX))
    .bind(is_all.then_some(now))
    .bind(now)
    .bind(command.id.0)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(is_all)
}
