//! A database for one test, and a way to read and spoil it past the application.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use marmelad_adapters::sql::{SqlOptions, connect};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Executor, MySqlPool, Row, SqlitePool};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::first_rows_at;
use crate::server::Schema;

/// Where a test keeps its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    /// A schema on the server of `TEST_MYSQL_URL`: MariaDB, or MySQL in its place.
    MariaDb,
}

/// A database that no other test uses meanwhile.
#[derive(Debug)]
#[must_use]
pub struct Database {
    url: String,
    raw: Raw,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Folder { _removed_on_drop: TempDir },
    Schema(Schema),
}

/// Connections past the application.
#[derive(Debug, Clone)]
pub enum Raw {
    /// To an SQLite file.
    Sqlite(SqlitePool),
    /// To MariaDB or MySQL.
    MySql(MySqlPool),
}

impl Database {
    /// A database without tables.
    pub async fn empty(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::file(None),
            Backend::MariaDb => Self::on_server(Schema::empty().await),
        }
    }

    /// A migrated database, as it is before anybody does anything. SQLite: the copy of a template; a server: a schema
    /// that was migrated before.
    pub async fn migrated(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::file(Some(&migrated_sqlite_file())),
            Backend::MariaDb => Self::on_server(Schema::migrated().await),
        }
    }

    fn file(copied_from: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("marmelad.db");
        if let Some(template) = copied_from {
            std::fs::copy(template, &file).unwrap();
        }
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
        Self {
            url: format!("sqlite:{}", file.display()),
            raw: Raw::Sqlite(SqlitePool::connect_lazy_with(options)),
            home: Home::Folder { _removed_on_drop: folder },
        }
    }

    fn on_server(schema: Schema) -> Self {
        let url = schema.url();
        Self {
            raw: Raw::MySql(MySqlPool::connect_lazy(&url).unwrap()),
            url,
            home: Home::Schema(schema),
        }
    }

    /// `DB_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Connections past the application.
    pub fn raw(&self) -> &Raw {
        &self.raw
    }

    /// Gives the database back. What a test leaves behind without this is removed at the next use.
    pub async fn remove(&mut self) {
        match &self.raw {
            Raw::Sqlite(pool) => pool.close().await,
            Raw::MySql(pool) => pool.close().await,
        }
        if let Home::Schema(schema) = &mut self.home {
            schema.give_back().await;
        }
    }
}

impl std::ops::Deref for Database {
    type Target = Raw;

    fn deref(&self) -> &Raw {
        &self.raw
    }
}

impl Raw {
    /// The number in the first column of the first row; `NULL` and no row are 0.
    pub async fn int(&self, sql: &str) -> i64 {
        self.ints(sql).await.into_iter().next().unwrap_or_default()
    }

    /// The numbers in the first column; `NULL` is 0.
    pub async fn ints(&self, sql: &str) -> Vec<i64> {
        let sql = AssertSqlSafe(sql.to_owned());
        let numbers: Vec<Option<i64>> = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::MySql(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        };
        numbers.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The text in the first column of the first row; `None` for `NULL` and for no row.
    pub async fn text(&self, sql: &str) -> Option<String> {
        self.texts(sql).await.into_iter().next().flatten()
    }

    /// The texts in the first column. A JSON column is text too, which sqlx denies on MySQL unless told not to look.
    pub async fn texts(&self, sql: &str) -> Vec<Option<String>> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::MySql(pool) => {
                let rows = sqlx::query(sql).fetch_all(pool).await.unwrap();
                let first = |row: &sqlx::mysql::MySqlRow| row.try_get_unchecked(0).unwrap();
                rows.iter().map(first).collect()
            }
        }
    }

    /// Changes data behind the application's back.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => drop(pool.execute(sql).await.unwrap()),
            Self::MySql(pool) => drop(pool.execute(sql).await.unwrap()),
        }
    }
}

/// A number that changes when a migration does.
pub(crate) fn version_of_migrations(kind: &str) -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

/// A migrated SQLite file to copy, made by whichever process needs it first. For tests that are not async, too.
pub fn migrated_sqlite_file() -> PathBuf {
    let name = format!("marmelad-template-{:016x}.db", version_of_migrations("sqlite"));
    let template = std::env::temp_dir().join(name);
    if !template.exists() {
        let folder = tempfile::tempdir_in(std::env::temp_dir()).unwrap();
        let file = folder.path().join("new.db");
        let url = format!("sqlite:{}", file.display());
        // On a thread of its own: the caller's may run async code already.
        let migrated = std::thread::spawn(|| Runtime::new().unwrap().block_on(migrate(url)));
        migrated.join().unwrap();
        // Whole at once: another process may do the same.
        std::fs::rename(file, &template).unwrap();
    }
    template
}

/// Gives an empty database its tables and first rows.
pub(crate) async fn migrate(url: String) {
    let store = connect(&url, SqlOptions::default()).await.unwrap();
    store.migrate(first_rows_at()).await.unwrap();
    store.close().await;
}
