//! Adding, changing and deleting segments.
//!
//! The segment is locked before its broadcasts are looked at. A broadcast that is being written with it holds or waits
//! for the same row through its foreign key, so none can slip in between.

use marmelad_core::kernel::{BroadcastId, SegmentId, to_millis};
use marmelad_core::segments::{
    AddSegmentOutcome, DeleteSegment, DeleteSegmentOutcome, NewSegment, Segment, SegmentUse,
    UpdateSegment, UpdateSegmentOutcome, describe_segment_change,
};
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Db, for_update, inserted_id};
use super::super::audit;
use super::{SegmentRow, select_segment};
use crate::sql::fault::{Fault, unless_taken};

/// So many broadcasts are named at most.
const MOST_NAMED: i64 = 20;

pub(super) async fn add(db: &Db, command: &NewSegment) -> Result<AddSegmentOutcome, Fault> {
    let now = to_millis(command.now);
    let mut tx = db.begin().await?;
    let added = sqlx::query(
        "INSERT INTO segments (name, description, filter, created_by_admin_id, created_at, updated_at) \
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
    tx.commit().await?;
    Ok(AddSegmentOutcome::Added(segment))
}

pub(super) async fn update(
    db: &Db,
    command: &UpdateSegment,
) -> Result<UpdateSegmentOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(old) = lock(&mut tx, command.id).await? else {
        return Ok(UpdateSegmentOutcome::NotFound);
    };
    let mut new = command.change.clone().apply(old.clone());
    if new == old {
        return Ok(UpdateSegmentOutcome::Updated(old));
    }
    new.updated_at = to_millis(command.now);
    let changed = sqlx::query(
        "UPDATE segments SET name = ?, description = ?, filter = ?, updated_at = ? WHERE id = ?",
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
    tx.commit().await?;
    Ok(UpdateSegmentOutcome::Updated(new))
}

pub(super) async fn delete(
    db: &Db,
    command: &DeleteSegment,
) -> Result<DeleteSegmentOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(segment) = lock(&mut tx, command.id).await? else {
        return Ok(DeleteSegmentOutcome::NotFound);
    };
    let uses = unfinished_uses(&mut tx, segment.id).await?;
    if !uses.is_empty() {
        return Ok(DeleteSegmentOutcome::InUse(uses));
    }
    leave_filter_to_broadcasts(&mut tx, &segment, command).await?;
    sqlx::query("DELETE FROM segments WHERE id = ?")
        .bind(segment.id.0)
        .execute(&mut *tx)
        .await?;
    let entry = command.audit.clone().about(segment.id.0);
    let entry = describe_segment_change(entry, Some(&segment), None);
    audit::append(&mut tx, entry, command.now).await?;
    tx.commit().await?;
    Ok(DeleteSegmentOutcome::Deleted)
}

async fn lock(conn: &mut Conn, id: SegmentId) -> Result<Option<Segment>, Fault> {
    let row: Option<SegmentRow> = sqlx::query_as(select_segment!("WHERE id = ?", for_update!()))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Segment::try_from).transpose()
}

async fn unfinished_uses(conn: &mut Conn, id: SegmentId) -> Result<Vec<SegmentUse>, Fault> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(
        "SELECT id, title, status FROM broadcasts WHERE segment_id = ? AND status NOT IN ('sent', 'canceled') \
         ORDER BY id LIMIT ?",
    )
    .bind(id.0)
    .bind(MOST_NAMED)
    .fetch_all(conn)
    .await?;
    let uses = rows.into_iter().map(|(id, title, status)| SegmentUse {
        broadcast_id: BroadcastId(id),
        title,
        status,
    });
    Ok(uses.collect())
}

/// What a finished broadcast was meant for can still be read from it.
async fn leave_filter_to_broadcasts(
    conn: &mut Conn,
    segment: &Segment,
    command: &DeleteSegment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE broadcasts SET filter = COALESCE(fixed_filter, ?) WHERE segment_id = ? AND filter IS NULL")
        .bind(Json(&segment.filter))
        .bind(segment.id.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE broadcasts SET segment_id = NULL, updated_at = ? WHERE segment_id = ?")
        .bind(to_millis(command.now))
        .bind(segment.id.0)
        .execute(conn)
        .await?;
    Ok(())
}
