//! Many rows at a time, with ids given out here so that they can refer to each other.
//!
//! The shops and the first clients are one transaction, every further lot of clients is another: what
//! is in the database is whole at any moment.

mod clients;
mod rows;
mod shops;

use async_trait::async_trait;
use marmelad_core::audit::AuditEntry;
use marmelad_core::kernel::PortError;
use sqlx::QueryBuilder;
use sqlx::query_builder::Separated;

use super::super::dialect::{Conn, Database, Db, for_update};
use super::audit;
use crate::sql::fault::Fault;
use crate::sql::seed::{SeedClient, SeedShops, Seeded, Seeder};
use shops::Places;

/// Rows per statement: with the most columns a table has, well below both databases' limits.
const ROWS: usize = 500;

pub(super) struct BulkSeeder {
    db: Db,
}

impl BulkSeeder {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    /// `None` when there are clients already.
    async fn open_shops(
        &self,
        shops: &SeedShops,
        first: &[SeedClient],
    ) -> Result<Option<Places>, Fault> {
        let mut tx = self.db.begin().await?;
        // Two processes may come here at once: the second waits, and then sees the first one's clients.
        sqlx::query(concat!(
            "SELECT hash FROM audit_head WHERE id = 1",
            for_update!()
        ))
        .fetch_one(&mut *tx)
        .await?;
        let clients: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users")
            .fetch_one(&mut *tx)
            .await?;
        if clients > 0 {
            return Ok(None);
        }
        let places = shops::insert_all(&mut tx, shops).await?;
        clients::insert_all(&mut tx, &places, first).await?;
        let entry = AuditEntry::cli("seed_database", "database").field(
            "clients",
            None,
            Some(shops.clients),
        );
        audit::append(&mut tx, entry, shops.now).await?;
        tx.commit().await?;
        Ok(Some(places))
    }

    async fn add_clients(&self, places: &Places, clients: &[SeedClient]) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        clients::insert_all(&mut tx, places, clients).await?;
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl Seeder for BulkSeeder {
    async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError> {
        let first = clients.next().unwrap_or_default();
        let mut written = first.len();
        let Some(places) = self.open_shops(shops, &first).await? else {
            return Ok(Seeded::NotEmpty);
        };
        for more in clients {
            self.add_clients(&places, &more).await?;
            written += more.len();
        }
        if let Err(error) = self.db.refresh_statistics().await {
            // The clients are there; the scheduler tries again.
            tracing::warn!(%error, "the database's statistics could not be refreshed");
        }
        Ok(Seeded::Filled(written as u64))
    }
}

/// Inserts rows, many with one statement; `head` is `INSERT INTO table (columns) `.
async fn insert<R: Sync>(
    conn: &mut Conn,
    head: &'static str,
    rows: &[R],
    bind: impl Fn(&mut Separated<'_, Database, &'static str>, &R) + Sync,
) -> Result<(), Fault> {
    for part in rows.chunks(ROWS) {
        let mut query = QueryBuilder::<Database>::new(head);
        query.push_values(part, |mut values, row| bind(&mut values, row));
        query.build().execute(&mut *conn).await?;
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
