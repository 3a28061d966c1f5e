//! Rows of `broadcasts`: reading, locking, inserting, updating.

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastTerms, ContentDraft, Excluded, OutcomeCounts, Recall, StopReason,
    UrlButton,
};
use marmelad_core::kernel::{
    AdminId, BroadcastId, MediaId, PortError, SegmentId, TemplateId, to_millis,
};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{Conn, for_update, inserted_id};
use super::super::row::RowOf;
use super::super::statement::{Fetch, Statement};
use crate::sql::fault::Fault;

/// `SELECT` every column of a broadcast, then the given clauses.
macro_rules! select_broadcast {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, kind, title, body, media_type, media_id, media_ref, buttons, \
             unsubscribe_button, source_chat_id, source_message_id, segment_id, filter, is_test, \
             template_id, scheduled_at, rate_per_minute, ignore_quiet_hours, status, started_at, \
             finished_at, waiting_until, created_by_admin_id, audience_total, excluded, \
             success_count, failed_count, blocked_count, skipped_count, uncertain_count, \
             error_code, error_message, laid_out_at, retry_after_user_id, recall_requested_at, \
             recall_finished_at, recall_revokes_codes, created_at, updated_at FROM broadcasts ",
            $($rest),+
        )
    };
}
pub(super) use select_broadcast;

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table")]
pub(super) struct BroadcastRow {
    id: i64,
    kind: String,
    title: String,
    body: Option<String>,
    media_type: String,
    media_id: Option<i64>,
    media_ref: Option<String>,
    buttons: Json<Value>,
    unsubscribe_button: bool,
    segment_id: Option<i64>,
    filter: Option<Json<Value>>,
    template_id: Option<i64>,
    status: String,
    scheduled_at: Option<DateTime<Utc>>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    waiting_until: Option<DateTime<Utc>>,
    rate_per_minute: Option<i64>,
    ignore_quiet_hours: bool,
    is_test: bool,
    created_by_admin_id: Option<i64>,
    source_chat_id: Option<i64>,
    source_message_id: Option<i64>,
    audience_total: i64,
    excluded: Option<Json<Value>>,
    success_count: i64,
    failed_count: i64,
    blocked_count: i64,
    skipped_count: i64,
    uncertain_count: i64,
    error_code: Option<String>,
    error_message: Option<String>,
    laid_out_at: Option<DateTime<Utc>>,
    retry_after_user_id: Option<i64>,
    recall_requested_at: Option<DateTime<Utc>>,
    recall_finished_at: Option<DateTime<Utc>>,
    recall_revokes_codes: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<BroadcastRow> for Broadcast {
    type Error = Fault;

    fn try_from(row: BroadcastRow) -> Result<Self, Fault> {
        let of = RowOf { table: "broadcasts", id: row.id };
        let buttons: Vec<Vec<UrlButton>> = of.json("buttons", row.buttons)?;
        let media_type = match row.media_type.as_str() {
            "none" => None,
            word => Some(of.word("media_type", word)?),
        };
        let draft = ContentDraft {
            kind: Some(of.word("kind", &row.kind)?),
            body: row.body,
            media_type,
            media_id: row.media_id.map(MediaId),
            media_ref: row.media_ref,
            buttons,
            unsubscribe_button: Some(row.unsubscribe_button),
            source_chat_id: row.source_chat_id,
            source_message_id: row.source_message_id,
        };
        let content = draft.into_content().map_err(|problems| {
            let paths: Vec<_> = problems.iter().map(|problem| problem.path.clone()).collect();
            of.corrupt("kind", paths.join(", "))
        })?;
        let stop = match row.error_code {
            None => None,
            Some(code) => Some(StopReason {
                code: of.word("error_code", &code)?,
                message: row.error_message.unwrap_or_default(),
            }),
        };
        Ok(Self {
            id: BroadcastId(row.id),
            terms: BroadcastTerms {
                title: row.title,
                content,
                audience: Audience {
                    segment_id: row.segment_id.map(SegmentId),
                    filter: row.filter.map(|filter| of.json("filter", filter)).transpose()?,
                    is_test: row.is_test,
                },
                template_id: row.template_id.map(TemplateId),
                scheduled_at: row.scheduled_at,
                rate_per_minute: of.count_opt("rate_per_minute", row.rate_per_minute)?,
                ignore_quiet_hours: row.ignore_quiet_hours,
            },
            status: of.word("status", &row.status)?,
            started_at: row.started_at,
            finished_at: row.finished_at,
            waiting_until: row.waiting_until,
            created_by_admin_id: row.created_by_admin_id.map(AdminId),
            audience_total: of.count("audience_total", row.audience_total)?,
            is_fanned_out: row.laid_out_at.is_some() && row.retry_after_user_id.is_none(),
            excluded: match row.excluded {
                Some(excluded) => of.json("excluded", excluded)?,
                None => Excluded::default(),
            },
            counts: OutcomeCounts {
                success: of.count("success_count", row.success_count)?,
                failed: of.count("failed_count", row.failed_count)?,
                blocked: of.count("blocked_count", row.blocked_count)?,
                skipped: of.count("skipped_count", row.skipped_count)?,
                uncertain: of.count("uncertain_count", row.uncertain_count)?,
            },
            stop,
            recall: row.recall_requested_at.map(|requested_at| Recall {
                requested_at,
                finished_at: row.recall_finished_at,
                revokes_codes: row.recall_revokes_codes,
            }),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub(super) async fn find(conn: &mut Conn, id: BroadcastId) -> Result<Option<Broadcast>, Fault> {
    sqlx::query_as::<_, BroadcastRow>(select_broadcast!("WHERE id = ?")).bind(id.0).one(conn).await
}

/// A broadcast that the transaction has changed.
pub(super) async fn reread(conn: &mut Conn, id: BroadcastId) -> Result<Box<Broadcast>, Fault> {
    find(conn, id).await?.map(Box::new).ok_or(Fault::Conflict)
}

/// Locked until the transaction ends.
pub(super) async fn lock(conn: &mut Conn, id: BroadcastId) -> Result<Option<Broadcast>, Fault> {
    let sql = select_broadcast!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, BroadcastRow>(sql).bind(id.0).one(conn).await
}

/// Binds the terms of a broadcast, in the order of the columns in both statements below.
macro_rules! bind_terms {
    ($query:expr, $terms:expr) => {{
        let terms: &BroadcastTerms = $terms;
        let draft = ContentDraft::from(&terms.content);
        let buttons = serde_json::to_value(&draft.buttons).map_err(not_json)?;
        let filter = terms.audience.filter.as_ref().map(|filter| Json(filter.to_json()));
        $query
            .bind(draft.kind.map(|kind| kind.as_str()))
            .bind(terms.title.clone())
            .bind(draft.body)
            .bind(draft.media_type.map_or("none", |kind| kind.as_str()))
            .bind(draft.media_id.map(|id| id.0))
            .bind(draft.media_ref)
            .bind(Json(buttons))
            .bind(draft.unsubscribe_button.unwrap_or(true))
            .bind(terms.audience.segment_id.map(|id| id.0))
            .bind(filter)
            .bind(terms.template_id.map(|id| id.0))
            .bind(terms.scheduled_at.map(to_millis))
            .bind(terms.rate_per_minute.map(i64::from))
            .bind(terms.ignore_quiet_hours)
            .bind(terms.audience.is_test)
            .bind(draft.source_chat_id)
            .bind(draft.source_message_id)
    }};
}

fn not_json(error: serde_json::Error) -> Fault {
    Fault::Port(PortError::Broken { what: "a broadcast's buttons", source: Box::new(error) })
}

/// Inserts a draft and returns its id.
pub(super) async fn insert(
    conn: &mut Conn,
    terms: &BroadcastTerms,
    admin: Option<AdminId>,
    now: DateTime<Utc>,
) -> Result<BroadcastId, Fault> {
    let query = sqlx::query(
        "INSERT INTO broadcasts (kind, title, body, media_type, media_id, media_ref, buttons, \
         unsubscribe_button, segment_id, filter, template_id, scheduled_at, rate_per_minute, \
         ignore_quiet_hours, is_test, source_chat_id, source_message_id, status, \
         created_by_admin_id, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?)",
    );
    let now = to_millis(now);
    let done = bind_terms!(query, terms)
        .bind(admin.map(|id| id.0))
        .bind(now)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(BroadcastId(inserted_id(&done)))
}

pub(super) async fn update(
    conn: &mut Conn,
    id: BroadcastId,
    terms: &BroadcastTerms,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let query = sqlx::query(
        "UPDATE broadcasts SET kind = ?, title = ?, body = ?, media_type = ?, media_id = ?, \
         media_ref = ?, buttons = ?, unsubscribe_button = ?, segment_id = ?, filter = ?, \
         template_id = ?, scheduled_at = ?, rate_per_minute = ?, ignore_quiet_hours = ?, \
         is_test = ?, source_chat_id = ?, source_message_id = ?, updated_at = ? WHERE id = ?",
    );
    bind_terms!(query, terms).bind(to_millis(now)).bind(id.0).run(conn).await
}
