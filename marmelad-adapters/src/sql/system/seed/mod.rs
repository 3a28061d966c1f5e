//! Seed data, inserted many rows at a time. The ids are given out here, so that the rows can refer to each other.
//!
//! The shops and the first clients are one transaction, every further lot of clients is another: at any moment the
//! database is consistent.

mod clients;
mod rows;
mod shops;

use marmelad_core::audit::AuditEntry;
use sqlx::QueryBuilder;
use sqlx::query_builder::Separated;

use super::super::clients::totals;
use super::super::dialect::{self, Conn, Database};
use super::super::discounts::templates;
use super::super::statement::{Count, Statement};
use super::super::{audit, row, statement};
use crate::sql::fault::Fault;
use crate::sql::seed::{SeedClient, SeedShops};
pub(in crate::sql) use clients::insert_all as add_clients;
use shops::Places;

/// Rows per statement: even for the widest table below both databases' limits on values.
const ROWS: usize = 500;

/// Inserts the shops and the first clients; `None` when there are clients already.
pub(super) async fn open_shops(
    conn: &mut Conn,
    shops: &SeedShops,
    first: &[SeedClient],
) -> Result<Option<Places>, Fault> {
    // Two processes may come here at once: the second waits, and then sees the first one's clients.
    audit::lock_head(conn).await?;
    if sqlx::query_scalar("SELECT COUNT(*) FROM users").count(conn).await? > 0 {
        return Ok(None);
    }
    let places = shops::insert_all(conn, shops).await?;
    clients::insert_all(conn, &places, first).await?;
    let entry =
        AuditEntry::cli("seed_database", "database").field("clients", None, Some(shops.clients));
    audit::append(conn, entry, shops.now).await?;
    Ok(Some(places))
}

/// Inserts rows, many per statement; `head` is `INSERT INTO table (columns) `.
async fn insert<R: Sync>(
    conn: &mut Conn,
    head: &'static str,
    rows: &[R],
    bind: impl Fn(&mut Separated<'_, Database, &'static str>, &R) + Sync,
) -> Result<(), Fault> {
    for part in rows.chunks(ROWS) {
        let mut query = QueryBuilder::<Database>::new(head);
        query.push_values(part, |mut values, row| bind(&mut values, row));
        query.build().run(conn).await?;
    }
    Ok(())
}

/// The first free id of a table.
macro_rules! next_id {
    ($conn:expr, $table:literal) => {
        sqlx::query_scalar::<_, i64>(concat!("SELECT COALESCE(MAX(id), 0) + 1 FROM ", $table))
            .fetch_one(&mut *$conn)
            .await?
    };
}
use next_id;
