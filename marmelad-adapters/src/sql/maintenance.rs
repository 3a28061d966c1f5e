//! The database as such: its schema, its copy, its connections.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{BoxError, PortError};

use super::seed::{SeedClient, SeedShops, Seeded};

/// What a store does for its database beside serving ports.
#[async_trait]
pub(super) trait Maintenance: Send + Sync {
    /// Applies the missing migrations and returns how many they were.
    async fn migrate(&self) -> Result<usize, MigrateError>;
    async fn add_first_templates(&self, now: DateTime<Utc>) -> Result<(), PortError>;
    async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError>;
    async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError>;
    fn connections(&self) -> Connections;
    async fn close(&self);
}

/// Connections of this process to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Connections that a query holds.
    pub used: u32,
    pub idle: u32,
    /// The most that may be open.
    pub max: u32,
}

impl Connections {
    /// The connections of one pool.
    pub(super) fn of<DB: sqlx::Database>(pool: &sqlx::Pool<DB>) -> Self {
        let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
        Self {
            used: pool.size().saturating_sub(idle),
            idle,
            max: pool.options().get_max_connections(),
        }
    }
}

/// Why the database was not copied.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The destination exists and may not be replaced.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The destination is the database itself.
    #[error("that is the database itself")]
    Itself,
    /// SQLite takes only UTF-8 paths.
    #[error("the path is not valid UTF-8")]
    NotText,
    /// The destination cannot be written.
    #[error("{} cannot be written", path.display())]
    Unusable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The database could not be read, or the copy not be written, for example on a full disk.
    #[error("the database could not be copied")]
    Database(#[source] BoxError),
    /// A database server has its own backup programs.
    #[error("only an SQLite database can be copied so")]
    Server,
}

/// Why the migrations failed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The file whose lock keeps two processes from migrating at once cannot be used.
    #[error("the lock file {} cannot be used", path.display())]
    Lock {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// Another process migrates and does not finish.
    #[error("another process is migrating the database and has not finished; try again later")]
    Busy,
    /// A migration failed, or the database has migrations that this program does not know.
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The migrated database could not be read or written.
    #[error("the migrated database could not be prepared")]
    Database(#[from] PortError),
}
