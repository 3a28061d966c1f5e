//! Does the database answer, and is it migrated?

use async_trait::async_trait;
use marmelad_core::kernel::PortError;
use marmelad_core::system::{Health, HelperState, SchemaState};

use super::super::dialect::{Db, MIGRATIONS_TABLE_EXISTS, MIGRATOR};
use crate::sql::fault::Fault;

pub(super) struct DatabaseHealth {
    db: Db,
}

impl DatabaseHealth {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl Health for DatabaseHealth {
    async fn database(&self) -> Result<SchemaState, PortError> {
        let applied = applied_migrations(&self.db).await?;
        Ok(SchemaState {
            applied,
            pending: MIGRATOR.iter().len().saturating_sub(applied),
        })
    }

    /// The database is all there is.
    async fn helpers(&self) -> Vec<HelperState> {
        Vec::new()
    }
}

/// How many of this program's migrations the database has.
pub(super) async fn applied_migrations(db: &Db) -> Result<usize, Fault> {
    let mut conn = db.reader().await?;
    let tables: i64 = sqlx::query_scalar(MIGRATIONS_TABLE_EXISTS)
        .fetch_one(&mut *conn)
        .await?;
    if tables == 0 {
        return Ok(0);
    }
    let versions: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success = ?")
            .bind(true)
            .fetch_all(&mut *conn)
            .await?;
    Ok(versions
        .into_iter()
        .filter(|version| MIGRATOR.version_exists(*version))
        .count())
}
