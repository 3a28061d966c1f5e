//! `scheduler_runs`: which job ran on which local day.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::kernel::to_millis;
use marmelad_core::system::CalendarJob;

use super::super::super::dialect::Db;
use crate::sql::fault::{Fault, unless_taken};

pub(super) async fn begin(
    db: &Db,
    job: CalendarJob,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    // Asked all day long, and mostly it is done: to see that locks nothing.
    let run: Option<Option<DateTime<Utc>>> = sqlx::query_scalar(
        "SELECT finished_at FROM scheduler_runs WHERE job = ? AND local_date = ?",
    )
    .bind(job.as_str())
    .bind(day)
    .fetch_optional(&mut *db.reader().await?)
    .await?;
    if let Some(finished_at) = run {
        return Ok(finished_at.is_none());
    }
    let now = to_millis(now);
    let mut tx = db.begin().await?;
    let added = sqlx::query(
        "INSERT INTO scheduler_runs (job, local_date, created_at, updated_at) VALUES (?, ?, ?, ?)",
    )
    .bind(job.as_str())
    .bind(day)
    .bind(now)
    .bind(now)
    .execute(&mut *tx)
    .await;
    // Another scheduler was first, and may even have finished.
    unless_taken(added)?.ok_or(Fault::Raced)?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn finish(
    db: &Db,
    job: CalendarJob,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let mut tx = db.begin().await?;
    sqlx::query(
        "UPDATE scheduler_runs SET finished_at = ?, updated_at = ? \
         WHERE job = ? AND local_date = ? AND finished_at IS NULL",
    )
    .bind(now)
    .bind(now)
    .bind(job.as_str())
    .bind(day)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
