//! What only MySQL and MariaDB need. `sqlite/dialect.rs` exports the same names.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use rust_decimal::Decimal;
use sqlx::migrate::Migrator;
use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlPoolOptions, MySqlQueryResult};
use sqlx::pool::PoolConnection;
use sqlx::{ConnectOptions, Connection, MySqlPool};

use crate::sql::{BackupError, ConnectError, Connections, MigrateError, SqlOptions};

pub(super) type Database = sqlx::MySql;
pub(super) type Conn = sqlx::MySqlConnection;
pub(super) type Transaction = sqlx::Transaction<'static, Database>;

/// Locks the rows that a query reads until the transaction ends.
macro_rules! for_update {
    () => {
        " FOR UPDATE"
    };
}
pub(super) use for_update;

/// Locks the rows that a query reads until the transaction ends, and leaves out rows that others have locked.
macro_rules! skip_locked {
    () => {
        " FOR UPDATE SKIP LOCKED"
    };
}
pub(super) use skip_locked;

/// Forces an index where MySQL's statistics might make it read the whole table.
macro_rules! by_index {
    ($index:literal) => {
        concat!(" FORCE INDEX (", $index, ")")
    };
}
pub(super) use by_index;

/// After a table's name: reads it in the order of this index. With a small LIMIT a database may choose between walking and
/// sorting, and either choice is at times wrong by orders of magnitude.
pub(super) fn in_order_of(index: &str) -> String {
    format!(" FORCE INDEX ({index})")
}

/// After a table's name: reads it in the order of its ids.
pub(super) fn in_order_of_ids() -> String {
    in_order_of("PRIMARY")
}

/// Exact numbers with two decimal places, stored as DECIMAL(10,2).
pub(super) type Hundredths = Decimal;

/// `None` when the number has more than two decimal places.
pub(super) fn to_hundredths(number: Hundredths) -> Option<i64> {
    let hundredths = number * Decimal::ONE_HUNDRED;
    hundredths.is_integer().then(|| i64::try_from(hundredths).ok()).flatten()
}

pub(super) fn from_hundredths(hundredths: i64) -> Hundredths {
    Decimal::new(hundredths, 2)
}

pub(super) fn inserted_id(result: &MySqlQueryResult) -> i64 {
    i64::try_from(result.last_insert_id()).unwrap_or(i64::MAX)
}

/// Whether a client has the tag that is bound as [`tag_operand`]. JSON_CONTAINS is what MySQL and MariaDB share for
/// lists in JSON; SQLite has no such function.
pub(super) const HAS_TAG: &str = "JSON_CONTAINS(u.tags, ?)";

pub(super) fn tag_operand(tag: &str) -> String {
    serde_json::Value::from(tag).to_string()
}

/// 1 when the table of applied migrations exists; each database has its own catalogue.
pub(super) const MIGRATIONS_TABLE_EXISTS: &str = "SELECT COUNT(*) FROM information_schema.tables \
     WHERE table_schema = DATABASE() AND table_name = '_sqlx_migrations'";

pub(super) static MIGRATOR: Migrator = sqlx::migrate!("../migrations/mysql");

/// How long to wait, in seconds, for another process that migrates.
const MIGRATION_LOCK_SECONDS: i64 = 600;

/// How long a call waits for a connection: covers a restart of the server and still lets a process stop in time.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that was idle for longer is pinged before use.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// A pool of connections to the server.
#[derive(Debug, Clone)]
pub(super) struct Db {
    pool: MySqlPool,
}

impl Db {
    pub(super) async fn connect(url: &str, options: &SqlOptions) -> Result<Self, ConnectError> {
        let wanted = MySqlConnectOptions::from_str(url)
            .map_err(|error| ConnectError::BadAddress(Box::new(error)))?
            .charset("utf8mb4")
            .timezone(Some("+00:00".to_owned()));
        let server = format!("{}:{}", wanted.get_host(), wanted.get_port());
        // Not through the pool, which would retry for seconds before it reports the error.
        let probe = wanted.connect().await.map_err(|error| opening(error, server))?;
        probe.close().await.map_err(|error| ConnectError::Other(Box::new(error)))?;

        let pool = MySqlPoolOptions::new()
            .max_connections(options.max_connections.max(1))
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // The pool's own test costs a round trip each time. A connection that worked a moment ago is used
            // untested; `begin` survives one that has died since.
            .test_before_acquire(false)
            .before_acquire(|connection, used| {
                Box::pin(async move {
                    if used.idle_for > TRUSTED_FOR {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // Not the default REPEATABLE READ: its gap locks make inserts of different clients
                    // deadlock, and its snapshot hides what the transaction that held the lock has written.
                    sqlx::query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
                        .execute(&mut *connection)
                        .await?;
                    sqlx::query("SET SESSION innodb_lock_wait_timeout = 5")
                        .execute(&mut *connection)
                        .await?;
                    Ok(())
                })
            })
            .connect_lazy_with(wanted);
        Ok(Self { pool })
    }

    /// A connection for reading outside transactions.
    pub(super) async fn reader(&self) -> Result<PoolConnection<Database>, sqlx::Error> {
        self.pool.acquire().await
    }

    /// Begins a transaction that may write. When the connection turns out to be dead (the server was restarted), nothing
    /// has happened yet, so the next one is tried: each of the pool's may be dead.
    pub(super) async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        let begun = tokio::time::timeout(ACQUIRE_TIMEOUT, self.begin_on_some()).await;
        begun.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    async fn begin_on_some(&self) -> Result<Transaction, sqlx::Error> {
        let mut dead = 0;
        loop {
            match self.pool.begin().await {
                Err(sqlx::Error::Io(_)) if dead < self.pool.options().get_max_connections() => {
                    dead += 1;
                }
                begun => return begun,
            }
        }
    }

    /// sqlx's own lock has a negative timeout, which MariaDB takes for none at all: of two processes that migrate at once
    /// one would fail. This lock ends with its connection.
    pub(super) async fn migrate(&self) -> Result<(), MigrateError> {
        let mut lock = self.pool.acquire().await.map_err(migration)?.detach();
        let locked: Option<i64> =
            // A lock's name has at most 64 characters. MySQL 9.6 and later have MD5 and SHA1 only as a component.
            sqlx::query_scalar("SELECT GET_LOCK(CONCAT('migrate.', SHA2(DATABASE(), 224)), ?)")
                .bind(MIGRATION_LOCK_SECONDS)
                .fetch_one(&mut lock)
                .await
                .map_err(migration)?;
        if locked != Some(1) {
            return Err(MigrateError::Busy);
        }
        MIGRATOR.run(&self.pool).await?;
        lock.close().await.map_err(migration)
    }

    /// Nothing to do: the server keeps its statistics itself.
    #[expect(clippy::unused_async, reason = "same signature as in the other dialect")]
    pub(super) async fn refresh_statistics(&self) -> Result<(), sqlx::Error> {
        Ok(())
    }

    /// Not supported: servers have their own backup programs.
    #[expect(clippy::unused_async, reason = "same signature as in the other dialect")]
    pub(super) async fn backup(&self, _: &Path, _: bool) -> Result<u64, BackupError> {
        Err(BackupError::Server)
    }

    pub(super) fn connections(&self) -> Connections {
        Connections::of(&self.pool)
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

fn migration(error: sqlx::Error) -> MigrateError {
    MigrateError::Migration(error.into())
}

fn opening(error: sqlx::Error, server: String) -> ConnectError {
    let number =
        error.as_database_error().and_then(|error| error.try_downcast_ref::<MySqlDatabaseError>());
    match (number.map(MySqlDatabaseError::number), &error) {
        (Some(1044 | 1045 | 1698), _) => {
            ConnectError::AccessDenied { server, source: Box::new(error) }
        }
        (Some(1049), _) => ConnectError::NoSuchDatabase { server },
        (None, sqlx::Error::Io(_) | sqlx::Error::Tls(_)) => {
            ConnectError::ServerAway { server, source: Box::new(error) }
        }
        _ => ConnectError::Other(Box::new(error)),
    }
}
