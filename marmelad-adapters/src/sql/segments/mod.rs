//! Segments: `segments`, and filters compiled into SQL.

mod compile;
mod conditions;
mod ranges;
mod write;

pub(super) use compile::compile;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, Moment, PortError, SegmentId, to_millis};
use marmelad_core::people::User;
use marmelad_core::segments::{
    AudienceScope, DeleteSegment, DeletedSegment, NewSegment, SavedSegment, Segment, SegmentFilter,
    SegmentRepo, UpdateSegment, describe_segment_change,
};
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::clients::{UserRow, user_columns};
use super::dialect::Database;
use super::row::RowOf;
use super::statement::{Count, Fetch, Statement, bind};
use super::{Store, audit};
use crate::sql::fault::{Fault, unless_taken};
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
                let sql = select_segment!("WHERE id = ?");
                sqlx::query_as::<_, SegmentRow>(sql).bind(id.0).one(&mut conn).await
            })
            .await
    }

    async fn list(&self) -> Result<Vec<Segment>, PortError> {
        self.db
            .read("segments.list", async |mut conn| {
                let sql = select_segment!("ORDER BY created_at DESC, id DESC");
                sqlx::query_as::<_, SegmentRow>(sql).all(&mut conn).await
            })
            .await
    }

    async fn add(&self, command: NewSegment) -> Result<SavedSegment, PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("segments.add", async |mut tx| {
                let sql = "INSERT INTO segments (name, description, filter, created_by_admin_id, \
                           created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
                let insert = bind!(
                    sqlx::query(sql),
                    &command.name,
                    &command.description,
                    Json(&command.filter),
                    command.admin_id.map(|id| id.0),
                    now,
                    now
                );
                let Some(id) = insert.insert(&mut tx).await? else {
                    return Ok(SavedSegment::NameTaken);
                };
                let segment = Segment {
                    id: SegmentId(id),
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
                Ok(SavedSegment::Saved(Box::new(segment)))
            })
            .await
    }

    async fn update(&self, command: UpdateSegment) -> Result<SavedSegment, PortError> {
        self.db
            .transaction("segments.update", async |mut tx| {
                let Some(old) = lock(&mut tx, command.id).await? else {
                    return Ok(SavedSegment::NotFound);
                };
                let mut new = command.change.clone().apply(old.clone());
                if new == old {
                    return Ok(SavedSegment::Saved(Box::new(old)));
                }
                new.updated_at = to_millis(command.now);
                let sql = "UPDATE segments SET name = ?, description = ?, filter = ?, \
                           updated_at = ? WHERE id = ?";
                let update = bind!(
                    sqlx::query(sql),
                    &new.name,
                    &new.description,
                    Json(&new.filter),
                    new.updated_at,
                    new.id.0
                );
                if unless_taken(update.execute(&mut *tx).await)?.is_none() {
                    return Ok(SavedSegment::NameTaken);
                }
                let entry = command.audit.clone().about(new.id.0);
                let entry = describe_segment_change(entry, Some(&old), Some(&new));
                audit::append(&mut tx, entry, command.now).await?;
                Ok(SavedSegment::Saved(Box::new(new)))
            })
            .await
    }

    async fn delete(&self, command: DeleteSegment) -> Result<DeletedSegment, PortError> {
        self.db
            .transaction("segments.delete", async |mut tx| {
                let Some(segment) = lock(&mut tx, command.id).await? else {
                    return Ok(DeletedSegment::NotFound);
                };
                let uses = unfinished_uses(&mut tx, segment.id).await?;
                if !uses.is_empty() {
                    return Ok(DeletedSegment::InUse(uses));
                }
                leave_filter_to_broadcasts(&mut tx, &segment, &command).await?;
                let sql = "DELETE FROM segments WHERE id = ?";
                sqlx::query(sql).bind(segment.id.0).run(&mut tx).await?;
                let entry = command.audit.clone().about(segment.id.0);
                let entry = describe_segment_change(entry, Some(&segment), None);
                audit::append(&mut tx, entry, command.now).await?;
                Ok(DeletedSegment::Deleted)
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
                query.build_query_scalar().persistent(false).count(&mut conn).await
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
                query.build_query_as::<UserRow>().persistent(false).all(&mut conn).await
            })
            .await
    }
}

/// ` FROM users u WHERE …`, with the matching clients in scope. Every filter is a different statement, so none stays
/// prepared: such statements would displace the frequent ones.
fn push_from(
    query: &mut QueryBuilder<Database>,
    filter: &SegmentFilter,
    moment: &Moment,
    scope: AudienceScope,
) {
    query.push(" FROM users u WHERE u.is_test = ").push_bind(scope.is_test);
    query.push(" AND u.anonymized_at IS NULL AND ");
    compile(filter, moment).push_into(query);
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
