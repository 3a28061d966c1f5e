//! Whom a broadcast reaches.

use marmelad_core::broadcasts::{Audience, AudienceCount, Broadcast, Excluded, Reach};
use marmelad_core::kernel::Moment;
use marmelad_core::people::User;
use marmelad_core::segments::SegmentFilter;
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::row::RowOf;
use super::super::segments::compile;
use super::super::users::{UserRow, user_columns};
use crate::sql::fault::Fault;

pub(super) async fn count(db: &Db, reach: &Reach) -> Result<AudienceCount, Fault> {
    let mut conn = db.reader().await?;
    let Some(filter) = filter_of(&mut conn, &reach.audience).await? else {
        return Ok(AudienceCount::default());
    };
    let consent = if reach.needs_consent {
        "u.marketing_consent_at IS NULL"
    } else {
        "1 = 0"
    };
    let mut query = QueryBuilder::<Database>::new(
        "SELECT COUNT(*), COUNT(CASE WHEN u.is_blocked = 1 THEN 1 END), \
         COUNT(CASE WHEN u.is_blocked = 0 AND u.is_opted_out = 1 THEN 1 END), \
         COUNT(CASE WHEN u.is_blocked = 0 AND u.is_opted_out = 0 AND ",
    );
    query.push(consent).push(" THEN 1 END) FROM users u WHERE ");
    push_meant(&mut query, &reach.audience, &filter, &reach.moment);
    let (all, blocked, opted_out, no_consent): (i64, i64, i64, i64) =
        query.build_query_as().fetch_one(&mut *conn).await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let excluded = Excluded {
        blocked: number(blocked),
        opted_out: number(opted_out),
        no_consent: number(no_consent),
    };
    Ok(AudienceCount {
        total: number(all).saturating_sub(excluded.total()),
        excluded,
    })
}

pub(super) async fn sample(db: &Db, reach: &Reach, limit: u32) -> Result<Vec<User>, Fault> {
    let mut conn = db.reader().await?;
    let Some(filter) = filter_of(&mut conn, &reach.audience).await? else {
        return Ok(Vec::new());
    };
    let mut query =
        QueryBuilder::<Database>::new(concat!("SELECT ", user_columns!(), " FROM users u WHERE "));
    push_reached(&mut query, reach, &filter);
    query
        .push(" ORDER BY u.id DESC LIMIT ")
        .push_bind(i64::from(limit));
    let rows: Vec<UserRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    rows.into_iter().map(User::try_from).collect()
}

/// The filter that holds: the segment's as it is now, or the broadcast's own. `None`: the segment is gone.
pub(in super::super) async fn filter_of(
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
    let of = RowOf {
        table: "segments",
        id: id.0,
    };
    filter.map(|filter| of.json("filter", filter)).transpose()
}

/// The filter by which a broadcast's recipients are laid down: as it was when sending began.
pub(in super::super) async fn fixed_filter(
    conn: &mut Conn,
    broadcast: &Broadcast,
) -> Result<Option<SegmentFilter>, Fault> {
    let fixed: Option<Option<Json<Value>>> =
        sqlx::query_scalar("SELECT fixed_filter FROM broadcasts WHERE id = ?")
            .bind(broadcast.id.0)
            .fetch_optional(&mut *conn)
            .await?;
    let of = RowOf {
        table: "broadcasts",
        id: broadcast.id.0,
    };
    match fixed.flatten() {
        Some(filter) => Ok(Some(of.json("fixed_filter", filter)?)),
        // Begun before filters were fixed.
        None => filter_of(conn, &broadcast.terms.audience).await,
    }
}

/// A condition about the row `u` of `users`: gets the broadcast.
pub(in super::super) fn push_reached(
    query: &mut QueryBuilder<Database>,
    reach: &Reach,
    filter: &SegmentFilter,
) {
    push_meant(query, &reach.audience, filter, &reach.moment);
    query.push(" AND u.is_blocked = 0 AND u.is_opted_out = 0");
    if reach.needs_consent {
        query.push(" AND u.marketing_consent_at IS NOT NULL");
    }
}

/// A condition about the row `u` of `users`: is meant, whether they can get it or not.
fn push_meant(
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
