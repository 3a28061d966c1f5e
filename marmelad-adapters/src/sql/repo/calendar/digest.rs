//! The morning digest: what needs a look, and who is told.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::discounts::Template;
use marmelad_core::kernel::BroadcastId;
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::reports::{Attention, OpenBroadcast};
use marmelad_core::staff::{NotificationGroup, Role};

use super::super::super::dialect::Db;
use super::super::templates::{TemplateRow, select_template};
use super::super::{admins, notifications};
use crate::sql::fault::Fault;

pub(super) async fn attention(db: &Db, now: DateTime<Utc>) -> Result<Attention, Fault> {
    let mut conn = db.reader().await?;
    let broadcasts: Vec<BroadcastRow> = sqlx::query_as(
        "SELECT id, title, status, scheduled_at, waiting_until, updated_at, audience_total, \
         success_count + failed_count + blocked_count + skipped_count + uncertain_count AS done FROM broadcasts \
         WHERE status IN ('scheduled', 'sending', 'paused', 'error') AND is_test = ? ORDER BY id",
    )
    .bind(false)
    .fetch_all(&mut *conn)
    .await?;
    let templates: Vec<TemplateRow> = sqlx::query_as(select_template!(
        "WHERE is_active = ? AND total_limit IS NOT NULL ORDER BY id"
    ))
    .bind(true)
    .fetch_all(&mut *conn)
    .await?;
    let broadcasts: Vec<OpenBroadcast> = broadcasts.into_iter().map(OpenBroadcast::from).collect();
    let templates = templates
        .into_iter()
        .map(Template::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Attention::of(&broadcasts, &templates, now))
}

pub(super) async fn queue(
    db: &Db,
    notice: &Notice,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<u32, Fault> {
    let mut tx = db.begin().await?;
    let mut told = 0;
    for admin in admins::all(&mut tx).await? {
        let reads_it = admin.is_active
            && admin.role == Role::Owner
            && admin.is_in(NotificationGroup::DailyReport);
        if reads_it {
            let draft = NotificationDraft::digest(notice.clone(), day, &admin, now);
            notifications::enqueue(&mut tx, &draft, now).await?;
            told += 1;
        }
    }
    tx.commit().await?;
    Ok(told)
}

#[derive(sqlx::FromRow)]
struct BroadcastRow {
    id: i64,
    title: String,
    status: String,
    scheduled_at: Option<DateTime<Utc>>,
    waiting_until: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    audience_total: i64,
    done: i64,
}

impl From<BroadcastRow> for OpenBroadcast {
    fn from(row: BroadcastRow) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Self {
            id: BroadcastId(row.id),
            title: row.title,
            status: row.status,
            scheduled_at: row.scheduled_at,
            waiting_until: row.waiting_until,
            updated_at: row.updated_at,
            audience: count(row.audience_total),
            done: count(row.done),
        }
    }
}
