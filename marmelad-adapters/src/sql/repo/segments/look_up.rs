//! Counting and showing the clients whom a filter means.
//!
//! Every filter is another statement, so none is kept prepared: they would push out those that come again and again.

use marmelad_core::kernel::Moment;
use marmelad_core::people::User;
use marmelad_core::segments::{AudienceScope, SegmentFilter};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, Db};
use super::super::users::{UserRow, user_columns};
use super::compile;
use crate::sql::fault::Fault;

pub(super) async fn count(
    db: &Db,
    filter: &SegmentFilter,
    moment: Moment,
    scope: AudienceScope,
) -> Result<u64, Fault> {
    let mut conn = db.reader().await?;
    let mut query = QueryBuilder::new("SELECT COUNT(*)");
    push_from(&mut query, filter, &moment, scope);
    let count: i64 = query
        .build_query_scalar()
        .persistent(false)
        .fetch_one(&mut *conn)
        .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(super) async fn sample(
    db: &Db,
    filter: &SegmentFilter,
    moment: Moment,
    scope: AudienceScope,
    limit: u32,
) -> Result<Vec<User>, Fault> {
    let mut conn = db.reader().await?;
    let mut query = QueryBuilder::new(concat!("SELECT ", user_columns!()));
    push_from(&mut query, filter, &moment, scope);
    query
        .push(" ORDER BY u.id DESC LIMIT ")
        .push_bind(i64::from(limit));
    let rows: Vec<UserRow> = query
        .build_query_as()
        .persistent(false)
        .fetch_all(&mut *conn)
        .await?;
    rows.into_iter().map(User::try_from).collect()
}

/// ` FROM users u WHERE …`, with everybody in scope whom the filter means.
fn push_from(
    query: &mut QueryBuilder<Database>,
    filter: &SegmentFilter,
    moment: &Moment,
    scope: AudienceScope,
) {
    query.push(" FROM users u WHERE u.is_test = ");
    query.push_bind(scope.is_test);
    query.push(" AND u.anonymized_at IS NULL AND ");
    compile(filter, moment).push_into(query);
}
