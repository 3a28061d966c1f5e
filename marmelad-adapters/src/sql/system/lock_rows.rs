//! Lock rows: rows of `lanes` that are locked to serialise work, and never changed.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, by_index, for_update};
use super::super::row::push_in;
use crate::sql::fault::Fault;

/// Lock rows for chats; the migration inserted them.
const CHAT_ROWS: i64 = 64;
/// The id of the lock row for claiming notifications.
const OUTBOX_ROW: i64 = 65;

/// Until the transaction ends no other one orders the updates of these chats.
pub(in crate::sql) async fn lock_chats(
    conn: &mut Conn,
    chats: &BTreeSet<i64>,
) -> Result<(), Fault> {
    let rows: BTreeSet<i64> = chats.iter().map(|chat| 1 + chat.rem_euclid(CHAT_ROWS)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    // In ascending order, so that transactions do not wait for each other in a circle.
    let mut sql =
        QueryBuilder::<Database>::new(concat!("SELECT id FROM lanes", by_index!("PRIMARY")));
    push_in(&mut sql, " WHERE id", rows.into_iter());
    sql.push(concat!(" ORDER BY id", for_update!()));
    sql.build().fetch_all(conn).await?;
    Ok(())
}

/// Until the transaction ends no other one claims notifications.
pub(in crate::sql) async fn lock_outbox(conn: &mut Conn) -> Result<(), Fault> {
    let sql = concat!("SELECT id FROM lanes WHERE id = ?", for_update!());
    sqlx::query(sql).bind(OUTBOX_ROW).fetch_one(conn).await?;
    Ok(())
}
