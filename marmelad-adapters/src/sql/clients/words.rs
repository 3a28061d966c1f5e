//! Search words and tags of clients, a row each.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database};
use super::super::row::push_list;
use super::super::statement::Statement;
use crate::sql::fault::Fault;

/// Most rows inserted by one statement.
const ROWS: usize = 500;

/// Replaces the search words of clients.
pub(super) async fn replace_terms(
    conn: &mut Conn,
    users: &[i64],
    terms: &[(i64, String)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    delete(conn, "DELETE FROM user_search_terms WHERE user_id IN (", users).await?;
    let head = "INSERT INTO user_search_terms (user_id, term, created_at) ";
    insert(conn, head, terms, now).await
}

/// Replaces the tags of clients.
pub(super) async fn replace_tags(
    conn: &mut Conn,
    users: &[i64],
    tags: &[(i64, String)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    delete(conn, "DELETE FROM user_tags WHERE user_id IN (", users).await?;
    let head = "INSERT INTO user_tags (user_id, tag, created_at) ";
    insert(conn, head, tags, now).await
}

async fn delete(conn: &mut Conn, head: &'static str, users: &[i64]) -> Result<(), Fault> {
    for part in users.chunks(ROWS) {
        let mut sql = QueryBuilder::<Database>::new(head);
        push_list(&mut sql, part.iter().copied());
        sql.push(")").build().run(conn).await?;
    }
    Ok(())
}

async fn insert(
    conn: &mut Conn,
    head: &'static str,
    rows: &[(i64, String)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for part in rows.chunks(ROWS) {
        let mut sql = QueryBuilder::<Database>::new(head);
        sql.push_values(part, |mut row, (user, word)| {
            row.push_bind(*user).push_bind(word.clone()).push_bind(now);
        });
        sql.build().run(conn).await?;
    }
    Ok(())
}
