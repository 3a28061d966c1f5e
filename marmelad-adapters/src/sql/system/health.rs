//! Whether the database answers, and how far it is migrated.

use async_trait::async_trait;
use marmelad_core::kernel::PortError;
use marmelad_core::system::{Health, HelperState, SchemaState};

use super::super::Store;
use super::super::dialect::{Conn, MIGRATIONS_TABLE_EXISTS, MIGRATOR};
use super::super::statement::Count;
use crate::sql::fault::Fault;

#[async_trait]
impl Health for Store {
    async fn database(&self) -> Result<SchemaState, PortError> {
        let applied = self
            .db
            .read("health.database", async |mut conn| applied_migrations(&mut conn).await)
            .await?;
        Ok(SchemaState { applied, pending: MIGRATOR.iter().len().saturating_sub(applied) })
    }

    /// The database needs no helpers.
    async fn helpers(&self) -> Vec<HelperState> {
        Vec::new()
    }
}

/// How many of this program's migrations are applied.
pub(super) async fn applied_migrations(conn: &mut Conn) -> Result<usize, Fault> {
    if sqlx::query_scalar(MIGRATIONS_TABLE_EXISTS).count(conn).await? == 0 {
        return Ok(0);
    }
    let sql = "SELECT version FROM _sqlx_migrations WHERE success = ?";
    let versions: Vec<i64> = sqlx::query_scalar(sql).bind(true).fetch_all(conn).await?;
    Ok(versions.into_iter().filter(|version| MIGRATOR.version_exists(*version)).count())
}
