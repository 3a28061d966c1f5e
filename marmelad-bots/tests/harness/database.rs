//! Where a shop keeps its data, and a way to read them without the application.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::mysql::MySqlPool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{AssertSqlSafe, Executor};
use tempfile::TempDir;

use super::redis_database::ClearedRedis;

/// Which database a shop runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a folder that goes with the shop.
    Sqlite,
    /// As in production: a database of its own on the server of `TEST_MYSQL_URL`, and one of Redis on that of
    /// `TEST_REDIS_URL`.
    MariaDb,
}

/// One shop's database.
pub struct Database {
    home: Home,
    redis: Option<ClearedRedis>,
}

enum Home {
    Sqlite { folder: TempDir },
    MariaDb { server: String, name: String },
}

impl Database {
    /// An empty one.
    pub async fn create(backend: Backend) -> Self {
        let home = match backend {
            Backend::Sqlite => Home::Sqlite {
                folder: TempDir::new().unwrap(),
            },
            Backend::MariaDb => {
                static NEXT: AtomicU32 = AtomicU32::new(0);
                let server = std::env::var("TEST_MYSQL_URL").expect(
                    "TEST_MYSQL_URL names no MariaDB to test against; run scripts/with-services.sh cargo test -p marmelad-bots",
                );
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                let name = format!("marmelad_bots_{}_{number}", std::process::id());
                let database = Home::MariaDb { server, name };
                database.on_server("CREATE DATABASE {name}").await;
                database
            }
        };
        let redis = match backend {
            Backend::Sqlite => None,
            Backend::MariaDb => Some(ClearedRedis::take().await),
        };
        Self { home, redis }
    }

    /// `REDIS_URL`; empty on SQLite.
    pub fn redis_url(&self) -> String {
        self.redis
            .as_ref()
            .map(ClearedRedis::url)
            .unwrap_or_default()
    }

    /// Empties Redis, as a restart does.
    pub async fn flush_redis(&self) {
        self.redis
            .as_ref()
            .expect("a shop with Redis")
            .flush()
            .await;
    }

    /// `DB_URL`.
    pub fn url(&self) -> String {
        match &self.home {
            Home::Sqlite { .. } => format!("sqlite:{}", self.home.file().display()),
            Home::MariaDb { server, name } => with_name(server, name),
        }
    }

    /// A number, `NULL` as 0: `SELECT COUNT(*) FROM discounts`.
    pub async fn int(&self, sql: &str) -> i64 {
        self.ints(sql).await.into_iter().next().unwrap_or_default()
    }

    /// The first column of every row, a number.
    pub async fn ints(&self, sql: &str) -> Vec<i64> {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows: Vec<Option<i64>> = match &self.home {
            Home::Sqlite { .. } => {
                let pool = self.home.sqlite().await;
                sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap()
            }
            Home::MariaDb { .. } => {
                let pool = MySqlPool::connect(&self.url()).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap()
            }
        };
        rows.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The first column of the first row, a text; `None` for `NULL` and for no row.
    pub async fn text(&self, sql: &str) -> Option<String> {
        self.texts(sql).await.into_iter().next().flatten()
    }

    /// The first column of every row, a text.
    pub async fn texts(&self, sql: &str) -> Vec<Option<String>> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.home {
            Home::Sqlite { .. } => {
                let pool = self.home.sqlite().await;
                sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap()
            }
            Home::MariaDb { .. } => {
                let pool = MySqlPool::connect(&self.url()).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap()
            }
        }
    }

    /// Changes data behind the application's back.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.home {
            Home::Sqlite { .. } => {
                self.home.sqlite().await.execute(sql).await.unwrap();
            }
            Home::MariaDb { .. } => {
                let pool = MySqlPool::connect(&self.url()).await.unwrap();
                pool.execute(sql).await.unwrap();
            }
        }
    }

    /// Removes it from its server.
    pub async fn remove(&mut self) {
        if let Some(redis) = self.redis.take() {
            redis.give_back().await;
        }
        if let Home::MariaDb { .. } = self.home {
            self.home.on_server("DROP DATABASE {name}").await;
        }
    }
}

impl Home {
    fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite { folder } => folder.path().join("marmelad.db"),
            Self::MariaDb { .. } => unreachable!("not a file"),
        }
    }

    async fn sqlite(&self) -> SqlitePool {
        let options = SqliteConnectOptions::new().filename(self.file());
        SqlitePool::connect_with(options).await.unwrap()
    }

    async fn on_server(&self, sql: &str) {
        let Self::MariaDb { server, name } = self else {
            unreachable!("no server");
        };
        let pool = MySqlPool::connect(server).await.unwrap();
        let sql = sql.replace("{name}", name);
        pool.execute(AssertSqlSafe(sql)).await.unwrap();
        pool.close().await;
    }
}

/// The same server with a database chosen.
fn with_name(server: &str, name: &str) -> String {
    format!("{}/{name}", server.trim_end_matches('/'))
}
