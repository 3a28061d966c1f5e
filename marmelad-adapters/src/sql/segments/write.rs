//! The steps of deleting a segment.
//!
//! The segment is locked before its broadcasts are read. A broadcast that is being written with it holds or waits for
//! the same lock through its foreign key, so none can be added in between.

use marmelad_core::kernel::{BroadcastId, SegmentId, to_millis};
use marmelad_core::segments::{DeleteSegment, Segment, SegmentUse};
use sqlx::types::Json;

use super::super::dialect::{Conn, for_update};
use super::super::statement::{Fetch, Statement, bind};
use super::{SegmentRow, select_segment};
use crate::sql::fault::Fault;

/// Broadcasts that are named at most.
const MOST_NAMED: i64 = 20;

pub(super) async fn lock(conn: &mut Conn, id: SegmentId) -> Result<Option<Segment>, Fault> {
    let sql = select_segment!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, SegmentRow>(sql).bind(id.0).one(conn).await
}

pub(super) async fn unfinished_uses(
    conn: &mut Conn,
    id: SegmentId,
) -> Result<Vec<SegmentUse>, Fault> {
    let sql = "SELECT id, title, status FROM broadcasts \
               WHERE segment_id = ? AND status NOT IN ('sent', 'canceled') ORDER BY id LIMIT ?";
    let rows: Vec<(i64, String, String)> =
        bind!(sqlx::query_as(sql), id.0, MOST_NAMED).fetch_all(conn).await?;
    let uses = rows.into_iter().map(|(id, title, status)| SegmentUse {
        broadcast_id: BroadcastId(id),
        title,
        status,
    });
    Ok(uses.collect())
}

/// Copies the filter into finished broadcasts, so that their audience can still be read.
pub(super) async fn leave_filter_to_broadcasts(
    conn: &mut Conn,
    segment: &Segment,
    command: &DeleteSegment,
) -> Result<(), Fault> {
    let sql = "UPDATE broadcasts SET filter = COALESCE(fixed_filter, ?) \
               WHERE segment_id = ? AND filter IS NULL";
    bind!(sqlx::query(sql), Json(&segment.filter), segment.id.0).run(conn).await?;
    let sql = "UPDATE broadcasts SET segment_id = NULL, updated_at = ? WHERE segment_id = ?";
    bind!(sqlx::query(sql), to_millis(command.now), segment.id.0).run(conn).await
}
