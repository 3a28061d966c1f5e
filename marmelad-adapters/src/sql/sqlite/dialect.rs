//! What only SQLite needs. `mysql/dialect.rs` exports the same names.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteQueryResult,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqlitePool};

use crate::sql::{BackupError, ConnectError, Connections, MigrateError, SqlOptions};

pub(super) type Database = sqlx::Sqlite;
pub(super) type Conn = sqlx::SqliteConnection;
pub(super) type Transaction = sqlx::Transaction<'static, Database>;

/// Locks the rows that a query reads. Nothing here: `BEGIN IMMEDIATE` holds the whole database.
macro_rules! for_update {
    () => {
        ""
    };
}
pub(super) use for_update;

/// Nothing here: `BEGIN IMMEDIATE` holds the whole database, so no other row lock exists.
macro_rules! skip_locked {
    () => {
        ""
    };
}
pub(super) use skip_locked;

/// Nothing here: SQLite uses the index that covers the most columns of the condition.
macro_rules! by_index {
    ($index:literal) => {
        ""
    };
}
pub(super) use by_index;

/// After a table's name: reads it in the order of this index.
pub(super) fn in_order_of(index: &str) -> String {
    format!(" INDEXED BY {index}")
}

/// After a table's name: reads it in the order of its ids, for which SQLite needs no index.
pub(super) fn in_order_of_ids() -> String {
    " NOT INDEXED".to_owned()
}

/// Exact numbers with two decimal places: SQLite has no decimals, so hundredths are stored.
pub(super) type Hundredths = i64;

#[expect(clippy::unnecessary_wraps, reason = "a DECIMAL of the other database may not fit")]
pub(super) fn to_hundredths(number: Hundredths) -> Option<i64> {
    Some(number)
}

pub(super) fn from_hundredths(hundredths: i64) -> Hundredths {
    hundredths
}

pub(super) fn inserted_id(result: &SqliteQueryResult) -> i64 {
    result.last_insert_rowid()
}

/// Whether a client has the tag that is bound as [`tag_operand`]. SQLite reads JSON lists only through a table function,
/// which the other databases lack.
pub(super) const HAS_TAG: &str = "EXISTS (SELECT 1 FROM json_each(u.tags) j WHERE j.value = ?)";

pub(super) fn tag_operand(tag: &str) -> String {
    tag.to_owned()
}

/// 1 when the table of applied migrations exists; each database has its own catalogue.
pub(super) const MIGRATIONS_TABLE_EXISTS: &str =
    "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";

pub(super) static MIGRATOR: Migrator = sqlx::migrate!("../migrations/sqlite");

/// The most connections for reading; more would only cost memory.
const MAX_READERS: u32 = 4;

/// How long a connection for reading lives.
const READERS_LIVE: Duration = Duration::from_mins(10);

/// How long to wait for another process's lock on the file.
const BUSY_PATIENCE: Duration = Duration::from_secs(5);
/// The pause between attempts where SQLite does not wait by itself.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// The open file. SQLite writes one transaction at a time, so one connection writes and callers queue for it, instead of
/// all finding the file busy.
#[derive(Debug, Clone)]
pub(super) struct Db {
    write: SqlitePool,
    read: SqlitePool,
    path: PathBuf,
}

impl Db {
    pub(super) async fn connect(url: &str, options: &SqlOptions) -> Result<Self, ConnectError> {
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(ConnectError::InMemory);
        }
        let wanted = SqliteConnectOptions::from_str(url)
            .map_err(|error| ConnectError::BadAddress(Box::new(error)))?
            .create_if_missing(options.create_if_missing)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_PATIENCE);
        let path = wanted.get_filename().to_owned();
        let writer = wanted.clone().journal_mode(SqliteJournalMode::Wal);
        probe_patiently(&writer, &path).await.map_err(|error| opening(error, &path, options))?;

        let pool = || {
            SqlitePoolOptions::new()
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
                .acquire_timeout(Duration::from_secs(10))
        };
        let write = pool().max_connections(1).connect_lazy_with(writer);
        let readers = options.max_connections.clamp(1, MAX_READERS);
        let read = pool()
            .max_connections(readers)
            // An open connection never loads new statistics.
            .max_lifetime(READERS_LIVE)
            .connect_lazy_with(wanted.pragma("query_only", "ON"));
        Ok(Self { write, read, path })
    }

    /// A connection for reading outside transactions.
    pub(super) async fn reader(&self) -> Result<PoolConnection<Database>, sqlx::Error> {
        self.read.acquire().await
    }

    /// Begins a transaction that may write. It takes the write lock at once: a transaction that began by reading would
    /// fail when another one wrote in between.
    pub(super) async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        self.write.begin_with("BEGIN IMMEDIATE").await
    }

    pub(super) async fn migrate(&self) -> Result<(), MigrateError> {
        let _lock = MigrationLock::take(&self.path).await?;
        Ok(MIGRATOR.run(&self.write).await?)
    }

    /// Analyses tables that have grown much since the last analysis. `SQLite` does so only on request, and without
    /// statistics chooses an index by its columns alone.
    pub(super) async fn refresh_statistics(&self) -> Result<(), sqlx::Error> {
        // 0x1: return the statements instead of running them; 0x2: analyse; 0x10000: also tables that this connection did
        // not query. Every row is read, which takes a second for 100 000 clients: with a sample of the rows a column that
        // is the same in all of them, such as `is_test`, would look worth an index.
        let statements: Vec<String> =
            sqlx::query_scalar("PRAGMA optimize(0x10003)").fetch_all(&self.write).await?;
        for statement in statements {
            // One table at a time, so that others write in between.
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&self.write).await?;
        }
        Ok(())
    }

    /// Copies the database as it is at one instant, without blocking anybody, and returns the copy's length in bytes. The
    /// copy is written beside its destination and renamed when it is complete.
    pub(super) async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError> {
        let is_there = to.exists();
        if is_there && !replace {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let unusable =
            |source: std::io::Error| BackupError::Unusable { path: to.to_owned(), source };
        let database = self.path.canonicalize().map_err(unusable)?;
        if is_there && to.canonicalize().map_err(unusable)? == database {
            return Err(BackupError::Itself);
        }
        let folder = match to.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Absolute, so that SQLite never takes the path for a URI.
        let folder = folder.canonicalize().map_err(unusable)?;
        let copy =
            tempfile::Builder::new().prefix(".backup-").tempfile_in(folder).map_err(unusable)?;
        let path = copy.path().to_str().ok_or(BackupError::NotText)?;
        self.copy_into(path).await?;
        // The copy gets the permissions of the database.
        let permissions = std::fs::metadata(&database).map_err(unusable)?.permissions();
        let file = copy.as_file();
        file.set_permissions(permissions).map_err(unusable)?;
        file.sync_all().map_err(unusable)?;
        let length = file.metadata().map_err(unusable)?.len();
        let kept = if replace { copy.persist(to) } else { copy.persist_noclobber(to) };
        match kept {
            Ok(_) => Ok(length),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(BackupError::Exists(to.to_owned()))
            }
            Err(error) => Err(unusable(error.error)),
        }
    }

    /// On a separate connection: the others are in use and may not write.
    async fn copy_into(&self, path: &str) -> Result<(), BackupError> {
        let failed = |error| BackupError::Database(Box::new(error));
        let options = self.read.connect_options();
        let options = options.as_ref().clone().pragma("query_only", "OFF");
        let mut connection = options.connect().await.map_err(failed)?;
        sqlx::query("VACUUM INTO ?").bind(path).execute(&mut connection).await.map_err(failed)?;
        connection.close().await.map_err(failed)
    }

    pub(super) fn connections(&self) -> Connections {
        let (write, read) = (Connections::of(&self.write), Connections::of(&self.read));
        Connections {
            used: write.used + read.used,
            idle: write.idle + read.idle,
            max: write.max + read.max,
        }
    }

    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// Retries while the file is busy, at most for [`BUSY_PATIENCE`]. The first connection to a new file switches it to
/// WAL and the last one removes the WAL. Both lock the file for a moment, and SQLite then reports it as busy at once.
async fn probe_patiently(options: &SqliteConnectOptions, path: &Path) -> Result<(), sqlx::Error> {
    let begun = Instant::now();
    loop {
        match probe(options, path).await {
            Err(error) if is_busy(&error) && begun.elapsed() < BUSY_PATIENCE => {
                tokio::time::sleep(BUSY_PAUSE).await;
            }
            probed => return probed,
        }
    }
}

/// Opens the file once and reads from it: only reading shows whether the file is a database.
async fn probe(options: &SqliteConnectOptions, path: &Path) -> Result<(), sqlx::Error> {
    if path.is_dir() {
        return Err(sqlx::Error::Io(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut connection = options.connect().await?;
    sqlx::query("SELECT COUNT(*) FROM sqlite_schema").execute(&mut connection).await?;
    connection.close().await
}

/// SQLite's primary result code: the low byte.
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
}

fn is_busy(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(5 | 6))
}

fn opening(error: sqlx::Error, path: &Path, options: &SqlOptions) -> ConnectError {
    let path = path.to_owned();
    match primary_code(&error) {
        Some(5 | 6) => ConnectError::FileLocked(path),
        Some(26) => ConnectError::NotADatabase(path),
        _ if !options.create_if_missing && !path.exists() => ConnectError::FileMissing(path),
        _ => ConnectError::FileUnusable { path, source: Box::new(error) },
    }
}

/// Keeps other processes from migrating. sqlx takes no lock on SQLite: of two processes that migrate at once one would
/// fail. The lock ends with the process; the empty file stays.
struct MigrationLock {
    _file: std::fs::File,
}

impl MigrationLock {
    async fn take(database: &Path) -> Result<Self, MigrateError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".migrate.lock");
        let path = PathBuf::from(path);
        let lock = {
            let path = path.clone();
            move || -> std::io::Result<std::fs::File> {
                let file =
                    std::fs::File::options().create(true).truncate(false).write(true).open(path)?;
                file.lock()?;
                Ok(file)
            }
        };
        let locked =
            tokio::task::spawn_blocking(lock).await.unwrap_or_else(|failure| Err(failure.into()));
        match locked {
            Ok(file) => Ok(Self { _file: file }),
            Err(source) => Err(MigrateError::Lock { path, source }),
        }
    }
}
