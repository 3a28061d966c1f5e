//! `lanes`: rows that are locked to keep an order, and never changed.

use std::collections::BTreeSet;

use super::super::dialect::{Conn, for_update};
use crate::sql::fault::Fault;

/// Lanes for chats; the migration made one row for each.
const CHAT_LANES: i64 = 64;
/// The lane of claiming notifications.
const OUTBOX_LANE: i64 = 65;

/// Until the transaction ends nobody else puts the updates of these chats in order.
pub(super) async fn lock_chats(
    conn: &mut Conn,
    chats: impl Iterator<Item = i64>,
) -> Result<(), Fault> {
    // In ascending order, so that nobody waits in a circle.
    let lanes: BTreeSet<i64> = chats.map(|chat| 1 + chat.rem_euclid(CHAT_LANES)).collect();
    for lane in lanes {
        lock(conn, lane).await?;
    }
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
