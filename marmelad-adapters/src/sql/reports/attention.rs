//! What needs attention, for the morning digest.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::Template;
use marmelad_core::kernel::BroadcastId;
use marmelad_core::reports::{Attention, OpenBroadcast};

use super::super::dialect::Conn;
use super::super::discounts::templates::{TemplateRow, select_template};
use super::super::statement::Fetch;
use super::count::count;
use crate::sql::fault::Fault;

pub(super) async fn read(conn: &mut Conn, now: DateTime<Utc>) -> Result<Attention, Fault> {
    let sql = "SELECT id, title, status, scheduled_at, waiting_until, updated_at, audience_total, \
               success_count + failed_count + blocked_count + skipped_count + uncertain_count \
               AS done FROM broadcasts \
               WHERE status IN ('scheduled', 'sending', 'paused', 'error') AND is_test = ? \
               ORDER BY id";
    let rows: Vec<BroadcastRow> = sqlx::query_as(sql).bind(false).fetch_all(&mut *conn).await?;
    let broadcasts: Vec<_> = rows.into_iter().map(OpenBroadcast::from).collect();
    let sql = select_template!("WHERE is_active = ? AND total_limit IS NOT NULL ORDER BY id");
    let templates: Vec<Template> =
        sqlx::query_as::<_, TemplateRow>(sql).bind(true).all(conn).await?;
    Ok(Attention::of(&broadcasts, &templates, now))
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
