//! Schemas on MariaDB or MySQL. To migrate one takes some tenths of a second, to empty one some hundredths, so a schema is
//! migrated once and used by one test after the other, of whichever process.

use std::fmt::Write as _;

use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::database::{migrate, version_of_migrations};
use crate::server_url;

/// The application's tables and sqlx's. Others that begin with `_` belong to this module.
const TABLES: &str =
    "table_schema = DATABASE() AND (table_name NOT LIKE '\\_%' OR table_name = '_sqlx_migrations')";

/// A schema that this process alone uses, as long as the connection holds its lock.
#[derive(Debug)]
pub(crate) struct Schema {
    connection: MySqlConnection,
    name: String,
    is_used_again: bool,
}

impl Schema {
    /// A schema without tables.
    pub(crate) async fn empty() -> Self {
        let mut schema = Self::take("marmelad_empty", false).await;
        schema.create().await;
        schema
    }

    /// A schema with all tables and the rows that a new database has.
    pub(crate) async fn migrated() -> Self {
        let version = version_of_migrations("mysql");
        let mut schema = Self::take(&format!("marmelad_{version:016x}"), true).await;
        if !schema.is_whole().await {
            schema.create().await;
            migrate(schema.url()).await;
            schema.save().await;
        }
        schema.restore().await;
        schema
    }

    /// The first schema with this name that nobody holds. The server frees the lock of a process that has died.
    async fn take(prefix: &str, is_used_again: bool) -> Self {
        let mut connection = MySqlConnection::connect(&server_url()).await.unwrap();
        for number in 0.. {
            let name = format!("{prefix}_{number}");
            let taken: Option<i64> = sqlx::query_scalar("SELECT GET_LOCK(?, 0)")
                .bind(&name)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            if taken == Some(1) {
                return Self { connection, name, is_used_again };
            }
        }
        unreachable!("numbers do not end")
    }

    /// `DB_URL` of this schema.
    pub(crate) fn url(&self) -> String {
        let server = server_url();
        format!("{}/{}", server.trim_end_matches('/'), self.name)
    }

    pub(crate) async fn give_back(&mut self) {
        if !self.is_used_again {
            self.run(&format!("DROP DATABASE {}", self.name)).await;
        }
        self.run(&format!("DO RELEASE_LOCK('{}')", self.name)).await;
    }

    async fn create(&mut self) {
        let name = self.name.clone();
        self.run(&format!("DROP DATABASE IF EXISTS {name}")).await;
        self.run(&format!("CREATE DATABASE {name}")).await;
        self.run(&format!("USE {name}")).await;
    }

    /// Keeps the rows of a new database, and what its tables look like.
    async fn save(&mut self) {
        let fingerprint = self.fingerprint().await;
        self.run("CREATE TABLE _fingerprint (value BIGINT NOT NULL)").await;
        self.run(&format!("INSERT INTO _fingerprint VALUES ({fingerprint})")).await;
        for (table, _) in self.tables().await {
            self.run(&format!("CREATE TABLE _new_{table} AS SELECT * FROM {table}")).await;
        }
    }

    /// Whether the schema is there, and no test has changed its tables.
    async fn is_whole(&mut self) -> bool {
        let used = format!("USE {}", self.name);
        if self.connection.execute(AssertSqlSafe(used)).await.is_err() {
            return false;
        }
        let saved: Result<i64, _> = sqlx::query_scalar("SELECT value FROM _fingerprint")
            .fetch_one(&mut self.connection)
            .await;
        match saved {
            Ok(saved) => saved == self.fingerprint().await,
            Err(_) => false,
        }
    }

    /// Tables and columns as one number, which differs when a test has changed them.
    async fn fingerprint(&mut self) -> i64 {
        let sql = format!(
            "SELECT CAST(COALESCE(SUM(CRC32(CONCAT(table_name, '.', column_name))), 0) AS SIGNED) \
             FROM information_schema.columns WHERE {TABLES}"
        );
        let sql = AssertSqlSafe(sql);
        let number = sqlx::query_scalar(sql).fetch_one(&mut self.connection);
        number.await.unwrap()
    }

    /// Every table, and the id that its next row gets.
    async fn tables(&mut self) -> Vec<(String, i64)> {
        let sql = format!(
            "SELECT CAST(table_name AS CHAR), CAST(COALESCE(auto_increment, 1) AS SIGNED) \
             FROM information_schema.tables WHERE {TABLES}"
        );
        let sql = AssertSqlSafe(sql);
        let tables = sqlx::query_as(sql).fetch_all(&mut self.connection);
        tables.await.unwrap()
    }

    /// Has every table hold the rows of a new database, and count its ids from there.
    async fn restore(&mut self) {
        // MySQL remembers these numbers for a day unless told not to; MariaDB does not know the variable.
        let fresh = "SET SESSION information_schema_stats_expiry = 0";
        let _ = self.connection.execute(fresh).await;
        let mut statements = "SET foreign_key_checks = 0;".to_owned();
        for (table, next_id) in self.tables().await {
            write!(
                statements,
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM _new_{table};"
            )
            .unwrap();
            if next_id > 1 {
                write!(statements, "ALTER TABLE {table} AUTO_INCREMENT = 1;").unwrap();
            }
        }
        let restored = sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut self.connection);
        restored.await.unwrap();
    }

    async fn run(&mut self, sql: &str) {
        let done = self.connection.execute(AssertSqlSafe(sql.to_owned())).await;
        done.unwrap();
    }
}
