//! Segments: `segments`, and filters compiled into SQL.

mod compile;
mod conditions;
mod look_up;
mod ranges;
mod write;

pub(super) use compile::compile;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, Moment, PortError, SegmentId, to_millis};
use marmelad_core::people::User;
use marmelad_core::segments::{
    AddSegmentOutcome, AudienceScope, DeleteSegment, DeleteSegmentOutcome, NewSegment, Segment,
    SegmentFilter, SegmentRepo, UpdateSegment, UpdateSegmentOutcome, describe_segment_change,
};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::clients::{UserRow, user_columns};
use super::dialect::inserted_id;
use super::row::RowOf;
use super::{Store, audit};
use crate::sql::fault::{Fault, unless_taken};
use look_up::push_from;
use write::{leave_filter_to_broadcasts, lock, unfinished_uses};

/// `SELECT` every column of a segment, then the given clauses.
macro_rules! select_segment {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, name, description, filter, created_by_admin_id, created_at, updated_at \
             FROM segments ",
            $($rest),+
        )
    };
}
use select_segment;

#[async_trait]
impl SegmentRepo for Store {
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, PortError> {
        self.db
            .read("segments.find", async |mut conn| {
                let row: Option<SegmentRow> = sqlx::query_as(select_segment!("WHERE id = ?"))
                    .bind(id.0)
                    .fetch_optional(&mut *conn)
                    .await?;
                row.map(Segment::try_from).transpose()
            })
            .await
    }

    async fn list(&self) -> Result<Vec<Segment>, PortError> {
        self.db
            .read("segments.list", async |mut conn| {
                let sql = select_segment!("ORDER BY created_at DESC, id DESC");
                let rows: Vec<SegmentRow> = sqlx::query_as(sql).fetch_all(&mut *conn).await?;
                rows.into_iter().map(Segment::try_from).collect()
            })
            .await
    }

    async fn add(&self, command: NewSegment) -> Result<AddSegmentOutcome, PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("segments.add", async |mut tx| {
                let added = sqlx::query(
                    "INSERT INTO segments (name, description, filter, created_by_admin_id, \
                     created_at, updated_at) \
                     VALUES (?, ?, ?, ?, ?, ?)",
                )
                .bind(&command.name)
                .bind(&command.description)
                .bind(Json(&command.filter))
                .bind(command.admin_id.map(|id| id.0))
                .bind(now)
                .bind(now)
                .execute(&mut *tx)
                .await;
                let Some(added) = unless_taken(added)? else {
                    return Ok(AddSegmentOutcome::NameTaken);
                };
                let segment = Segment {
                    id: SegmentId(inserted_id(&added)),
                    name: command.name.clone(),
                    description: command.description.clone(),
                    filter: command.filter.clone(),
                    created_by_admin_id: command.admin_id,
                    created_at: now,
                    updated_at: now,
                };
                let entry = command.audit.clone().about(segment.id.0);
                let entry = describe_segment_change(entry, None, Some(&segment));
                audit::append(&mut tx, entry, command.now).await?;
                Ok(AddSegmentOutcome::Added(segment))
            })
            .await
    }

    async fn update(&self, command: UpdateSegment) -> Result<UpdateSegmentOutcome, PortError> {
        self.db
            .transaction("segments.update", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(UpdateSegmentOutcome::NotFound);
                };
                let mut new = command.change.clone().apply(old.clone());
                if new == old {
                    return Ok(UpdateSegmentOutcome::Updated(old));
                }
                new.updated_at = to_millis(command.now);
                let changed = sqlx::query(
                    "UPDATE segments SET name = ?, description = ?, filter = ?, updated_at = ? \
                     WHERE id = ?",
                )
                .bind(&new.name)
                .bind(&new.description)
                .bind(Json(&new.filter))
                .bind(new.updated_at)
                .bind(new.id.0)
                .execute(&mut *tx)
                .await;
                if unless_taken(changed)?.is_none() {
                    return Ok(UpdateSegmentOutcome::NameTaken);
                }
                let entry = command.audit.clone().about(new.id.0);
                let entry = describe_segment_change(entry, Some(&old), Some(&new));
                audit::append(&mut tx, entry, command.now).await?;
                Ok(UpdateSegmentOutcome::Updated(new))
            })
            .await
    }

    async fn delete(&self, command: DeleteSegment) -> Result<DeleteSegmentOutcome, PortError> {
        self.db
            .transaction("segments.delete", async |mut tx| {
                let Some(segment) = lock(&mut tx, command.id).await? else {
                    return Ok(DeleteSegmentOutcome::NotFound);
                };
                let uses = unfinished_uses(&mut tx, segment.id).await?;
                if !uses.is_empty() {
                    return Ok(DeleteSegmentOutcome::InUse(uses));
                }
                leave_filter_to_broadcasts(&mut tx, &segment, &command).await?;
                sqlx::query("DELETE FROM segments WHERE id = ?")
                    .bind(segment.id.0)
                    .execute(&mut *tx)
                    .await?;
                let entry = command.audit.clone().about(segment.id.0);
                let entry = describe_segment_change(entry, Some(&segment), None);
                audit::append(&mut tx, entry, command.now).await?;
                Ok(DeleteSegmentOutcome::Deleted)
            })
            .await
    }

    async fn count(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
    ) -> Result<u64, PortError> {
        self.db
            .read("segments.count", async |mut conn| {
                let mut query = QueryBuilder::new("SELECT COUNT(*)");
                push_from(&mut query, filter, &moment, scope);
                let count: i64 =
                    query.build_query_scalar().persistent(false).fetch_one(&mut *conn).await?;
                Ok(u64::try_from(count).unwrap_or(0))
            })
            .await
    }

    async fn sample(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
        limit: u32,
    ) -> Result<Vec<User>, PortError> {
        self.db
            .read("segments.sample", async |mut conn| {
                let mut query = QueryBuilder::new(concat!("SELECT ", user_columns!()));
                push_from(&mut query, filter, &moment, scope);
                query.push(" ORDER BY u.id DESC LIMIT ").push_bind(i64::from(limit));
                let rows: Vec<UserRow> =
                    query.build_query_as().persistent(false).fetch_all(&mut *conn).await?;
                rows.into_iter().map(User::try_from).collect()
            })
            .await
    }
}

#[derive(sqlx::FromRow)]
struct SegmentRow {
    id: i64,
    name: String,
    description: Option<String>,
    filter: Json<Value>,
    created_by_admin_id: Option<i64>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<SegmentRow> for Segment {
    type Error = Fault;

    fn try_from(row: SegmentRow) -> Result<Self, Fault> {
        let of = RowOf { table: "segments", id: row.id };
        Ok(Self {
            id: SegmentId(row.id),
            filter: of.json("filter", row.filter)?,
            name: row.name,
            description: row.description,
            created_by_admin_id: row.created_by_admin_id.map(AdminId),
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
