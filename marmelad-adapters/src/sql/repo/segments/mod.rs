//! `segments`, and filters made into SQL.

mod compile;
mod conditions;
mod look_up;
mod ranges;
mod write;

pub(super) use compile::compile;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, Moment, PortError, SegmentId};
use marmelad_core::people::User;
use marmelad_core::segments::{
    AddSegmentOutcome, AudienceScope, DeleteSegment, DeleteSegmentOutcome, NewSegment, Segment,
    SegmentFilter, SegmentRepo, UpdateSegment, UpdateSegmentOutcome,
};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::Db;
use super::row::RowOf;
use crate::sql::fault::{Fault, retry};

pub(super) struct Segments {
    db: Db,
}

/// `SELECT` every column of a segment, then what is given.
macro_rules! select_segment {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, name, description, filter, created_by_admin_id, created_at, updated_at FROM segments ",
            $($rest),+
        )
    };
}
use select_segment;

impl Segments {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_find(&self, id: SegmentId) -> Result<Option<Segment>, Fault> {
        let row: Option<SegmentRow> = sqlx::query_as(select_segment!("WHERE id = ?"))
            .bind(id.0)
            .fetch_optional(&mut *self.db.reader().await?)
            .await?;
        row.map(Segment::try_from).transpose()
    }

    async fn try_list(&self) -> Result<Vec<Segment>, Fault> {
        let sql = select_segment!("ORDER BY created_at DESC, id DESC");
        let rows: Vec<SegmentRow> = sqlx::query_as(sql)
            .fetch_all(&mut *self.db.reader().await?)
            .await?;
        rows.into_iter().map(Segment::try_from).collect()
    }
}

#[async_trait]
impl SegmentRepo for Segments {
    async fn find(&self, id: SegmentId) -> Result<Option<Segment>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn list(&self) -> Result<Vec<Segment>, PortError> {
        Ok(self.try_list().await?)
    }

    async fn add(&self, command: NewSegment) -> Result<AddSegmentOutcome, PortError> {
        retry(|| write::add(&self.db, &command)).await
    }

    async fn update(&self, command: UpdateSegment) -> Result<UpdateSegmentOutcome, PortError> {
        retry(|| write::update(&self.db, &command)).await
    }

    async fn delete(&self, command: DeleteSegment) -> Result<DeleteSegmentOutcome, PortError> {
        retry(|| write::delete(&self.db, &command)).await
    }

    async fn count(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
    ) -> Result<u64, PortError> {
        Ok(look_up::count(&self.db, filter, moment, scope).await?)
    }

    async fn sample(
        &self,
        filter: &SegmentFilter,
        moment: Moment,
        scope: AudienceScope,
        limit: u32,
    ) -> Result<Vec<User>, PortError> {
        Ok(look_up::sample(&self.db, filter, moment, scope, limit).await?)
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
        let of = RowOf {
            table: "segments",
            id: row.id,
        };
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
