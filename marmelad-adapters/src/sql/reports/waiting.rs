//! What waits for a person, or failed recently.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::kernel::to_millis;
use marmelad_core::reports::{UnfinishedRun, Waiting};

use super::super::dialect::Conn;
use super::super::row::RowOf;
use super::super::statement::Count;
use super::count::count;
use crate::sql::fault::Fault;

pub(super) async fn waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<Waiting, Fault> {
    let lately = to_millis(now - Waiting::LATELY);
    let sql = "SELECT COUNT(*) FROM cashiers WHERE status = 'pending'";
    let cashier_requests = sqlx::query_scalar(sql).count(conn).await?;
    let sql = "SELECT COUNT(*) FROM notifications WHERE status = 'failed' AND next_attempt_at >= ?";
    let failed_notifications = sqlx::query_scalar(sql).bind(lately).count(conn).await?;
    let sql = "SELECT failed_count, uncertain_count FROM broadcasts WHERE is_test = 0 \
               AND (finished_at >= ? OR status IN ('sending', 'paused', 'error'))";
    let broadcasts: Vec<(i64, i64)> =
        sqlx::query_as(sql).bind(lately).fetch_all(&mut *conn).await?;
    Ok(Waiting {
        cashier_requests,
        failed_notifications,
        stuck_notifications: stuck(conn, now).await?,
        failed_messages: broadcasts.iter().map(|(failed, _)| count(*failed)).sum(),
        uncertain_messages: broadcasts.iter().map(|(_, unsure)| count(*unsure)).sum(),
        unfinished_runs: unfinished_runs(conn, now).await?,
    })
}

/// Notifications that are long due, or claimed by a process that ended long ago.
async fn stuck(conn: &mut Conn, now: DateTime<Utc>) -> Result<u64, Fault> {
    let long_ago = to_millis(now - Waiting::STUCK_AFTER);
    let mut stuck = 0;
    for sql in [
        "SELECT COUNT(*) FROM notifications WHERE status = 'pending' AND next_attempt_at < ?",
        "SELECT COUNT(*) FROM notifications WHERE status = 'sending' AND lease_until < ?",
    ] {
        stuck += sqlx::query_scalar(sql).bind(long_ago).count(conn).await?;
    }
    Ok(stuck)
}

async fn unfinished_runs(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<UnfinishedRun>, Fault> {
    let sql = "SELECT id, job, local_date FROM scheduler_runs \
               WHERE created_at >= ? AND created_at < ? AND finished_at IS NULL ORDER BY id";
    let query = sqlx::query_as(sql)
        .bind(to_millis(now - Waiting::LATELY))
        .bind(to_millis(now - Waiting::UNFINISHED_AFTER));
    let rows: Vec<(i64, String, NaiveDate)> = query.fetch_all(conn).await?;
    rows.into_iter()
        .map(|(id, job, day)| {
            let of = RowOf { table: "scheduler_runs", id };
            Ok(UnfinishedRun { job: of.word("job", &job)?, day })
        })
        .collect()
}
