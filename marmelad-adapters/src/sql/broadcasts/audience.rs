//! The audience of a broadcast as a condition on clients.

use marmelad_core::broadcasts::{Audience, Broadcast, Reach};
use marmelad_core::kernel::Moment;
use marmelad_core::segments::SegmentFilter;
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::dialect::{Conn, Database};
use super::super::marketing;
use super::super::row::RowOf;
use super::super::segments::compile;
use crate::sql::fault::Fault;

/// The current filter: the segment's, or the broadcast's own. `None`: the segment was deleted.
pub(super) async fn filter_of(
    conn: &mut Conn,
    audience: &Audience,
) -> Result<Option<SegmentFilter>, Fault> {
    let Some(id) = audience.segment_id else {
        let own = audience.filter.clone();
        return Ok(Some(own.unwrap_or(SegmentFilter::EVERYBODY)));
    };
    let filter: Option<Json<Value>> =
        sqlx::query_scalar("SELECT filter FROM segments WHERE id = ?")
            .bind(id.0)
            .fetch_optional(conn)
            .await?;
    let of = RowOf { table: "segments", id: id.0 };
    filter.map(|filter| of.json("filter", filter)).transpose()
}

/// The filter of the fan-out: as it was when sending began. `None`: the segment was deleted.
pub(super) async fn fixed_filter(
    conn: &mut Conn,
    broadcast: &Broadcast,
) -> Result<Option<SegmentFilter>, Fault> {
    let fixed: Option<Option<Json<Value>>> =
        sqlx::query_scalar("SELECT fixed_filter FROM broadcasts WHERE id = ?")
            .bind(broadcast.id.0)
            .fetch_optional(&mut *conn)
            .await?;
    let of = RowOf { table: "broadcasts", id: broadcast.id.0 };
    match fixed.flatten() {
        Some(filter) => Ok(Some(of.json("fixed_filter", filter)?)),
        // Started by a version that did not fix filters.
        None => filter_of(conn, &broadcast.terms.audience).await,
    }
}

/// A condition on the row `u` of `users`: the client is in the audience and gets the broadcast.
pub(super) fn push_reached(
    query: &mut QueryBuilder<Database>,
    reach: &Reach,
    filter: &SegmentFilter,
) {
    push_meant(query, &reach.audience, filter, &reach.moment);
    query.push(" AND ").push(marketing::allowed(reach.needs_consent));
}

/// A condition on the row `u` of `users`: the client is in the audience, reachable or not.
pub(super) fn push_meant(
    query: &mut QueryBuilder<Database>,
    audience: &Audience,
    filter: &SegmentFilter,
    moment: &Moment,
) {
    query.push("u.is_test = ").push_bind(audience.is_test);
    query.push(" AND u.anonymized_at IS NULL AND (");
    compile(filter, moment).push_into(query);
    query.push(")");
}
