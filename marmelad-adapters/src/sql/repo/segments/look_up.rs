//! Counting and showing the clients whom a filter means.
//!
//! Every filter is another statement, so none is kept prepared: they would push out those that come again and again.

use marmelad_core::domain::segment::{AudienceScope, Moment, SegmentFilter};
use marmelad_core::domain::user::User;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::users::{UserRow, user_columns};
use super::compile::{Cost, Form, compile_as, cost};
use super::{Compiled, compile};
use crate::sql::fault::Fault;

/// For so many clients or more their codes and purchases are read in bulk: that takes about as long as looking them
/// up one by one for this many, when a table has half a million rows.
const MANY: i64 = 30_000;

pub(super) async fn count(
    db: &Db,
    filter: &SegmentFilter,
    moment: Moment,
    scope: AudienceScope,
) -> Result<u64, Fault> {
    let mut conn = db.reader().await?;
    let form = form_for(&mut conn, filter, moment, scope).await?;
    let mut query = QueryBuilder::new("SELECT COUNT(*)");
    push_from(&mut query, compile_as(form, filter, &moment), scope);
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
    let form = form_for(&mut conn, filter, moment, scope).await?;
    let mut query = QueryBuilder::new(concat!("SELECT ", user_columns!()));
    push_from(&mut query, compile_as(form, filter, &moment), scope);
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
fn push_from(query: &mut QueryBuilder<Database>, compiled: Compiled, scope: AudienceScope) {
    query.push(" FROM users u WHERE u.is_test = ");
    query.push_bind(scope.is_test);
    query.push(" AND u.anonymized_at IS NULL AND ");
    compiled.push_into(query);
}

/// Which form is quicker hangs on how many clients are left when their own columns were looked at; the databases'
/// estimates of that are off by orders of magnitude, so it is counted, no further than needed.
pub(in super::super) async fn form_for(
    conn: &mut Conn,
    filter: &SegmentFilter,
    moment: Moment,
    scope: AudienceScope,
) -> Result<Form, Fault> {
    if cost(filter) < Cost::Tables {
        return Ok(Form::PerClient);
    }
    let mut narrowing = Vec::new();
    collect_narrowing(filter, &mut narrowing);
    if narrowing.is_empty() {
        return Ok(Form::InBulk);
    }
    let mut query = QueryBuilder::new("SELECT COUNT(*) FROM (SELECT u.id");
    let narrowing = compile(&SegmentFilter::All(narrowing), &moment);
    push_from(&mut query, narrowing, scope);
    query.push(" LIMIT ").push_bind(MANY).push(") left_over");
    let left_over: i64 = query
        .build_query_scalar()
        .persistent(false)
        .fetch_one(conn)
        .await?;
    Ok(if left_over < MANY {
        Form::PerClient
    } else {
        Form::InBulk
    })
}

/// What must hold in any case and needs the client's own columns only.
fn collect_narrowing(filter: &SegmentFilter, narrowing: &mut Vec<SegmentFilter>) {
    match filter {
        SegmentFilter::All(parts) => {
            for part in parts {
                collect_narrowing(part, narrowing);
            }
        }
        other if cost(other) == Cost::Column => narrowing.push(other.clone()),
        _ => {}
    }
}
