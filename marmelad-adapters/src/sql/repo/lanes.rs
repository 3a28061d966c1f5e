//! `lanes`: rows that are locked to keep an order, and never changed.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, by_index, for_update};
use super::row::push_in;
use crate::sql::fault::Fault;

/// Lanes for chats; the migration made one row for each.
const CHAT_LANES: i64 = 64;
/// The lane of claiming notifications.
const OUTBOX_LANE: i64 = 65;

/// Until the transaction ends nobody else puts the updates of these chats in order.
pub(super) async fn lock_chats(conn: &mut Conn, chats: &BTreeSet<i64>) -> Result<(), Fault> {
    let lanes: BTreeSet<i64> = chats
        .iter()
        .map(|chat| 1 + chat.rem_euclid(CHAT_LANES))
        .collect();
    if lanes.is_empty() {
        return Ok(());
    }
    // One after another in ascending order, so that nobody waits in a circle; and only these.
    let mut sql =
        QueryBuilder::<Database>::new(concat!("SELECT id FROM lanes", by_index!("PRIMARY")));
    push_in(&mut sql, " WHERE id", lanes.into_iter());
    sql.push(concat!(" ORDER BY id", for_update!()));
    sql.build().fetch_all(conn).await?;
    Ok(())
}

/// Until the transaction ends nobody else claims notifications.
pub(super) async fn lock_outbox(conn: &mut Conn) -> Result<(), Fault> {
    lock(conn, OUTBOX_LANE).await
}

async fn lock(conn: &mut Conn, lane: i64) -> Result<(), Fault> {
    sqlx::query(concat!("SELECT id FROM lanes WHERE id = ?", for_update!()))
        .bind(lane)
        .fetch_one(conn)
        .await?;
    Ok(())
}
