//! All the clients of a filter, a portion at a time, and how many there are.

use marmelad_core::clients::UserFilter;
use marmelad_core::kernel::{Moment, UserId};
use marmelad_core::people::User;
use sqlx::QueryBuilder;

use super::super::super::dialect::{Db, in_order_of_ids};
use super::filter::{Matching, Start};
use super::{UserRow, user_columns};
use crate::sql::fault::Fault;

pub(super) async fn count(db: &Db, filter: &UserFilter, moment: Moment) -> Result<u64, Fault> {
    let mut conn = db.reader().await?;
    let matching = Matching::of(&mut conn, filter, moment).await?;
    let mut sql = QueryBuilder::new("SELECT COUNT(*)");
    matching.push_from(&mut sql, Start::Fewest, "");
    let count: i64 = sql.build_query_scalar().fetch_one(&mut *conn).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Every portion begins where the last one ended, so all of them together go through the table once.
pub(super) async fn portion(
    db: &Db,
    filter: &UserFilter,
    moment: Moment,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<User>, Fault> {
    let mut conn = db.reader().await?;
    let matching = Matching::of(&mut conn, filter, moment).await?;
    let mut sql = QueryBuilder::new(concat!("SELECT ", user_columns!()));
    if matching.is_narrow() {
        matching.push_from(&mut sql, Start::Fewest, "");
    } else {
        matching.push_from(&mut sql, Start::Clients, &in_order_of_ids());
    }
    sql.push(" AND u.id > ")
        .push_bind(after.map_or(0, |id| id.0));
    sql.push(" ORDER BY u.id LIMIT ")
        .push_bind(i64::from(limit));
    let rows: Vec<UserRow> = sql.build_query_as().fetch_all(&mut *conn).await?;
    rows.into_iter().map(User::try_from).collect()
}
