//! On MariaDB and Redis: a database for the benchmark, filled through the application.

use std::collections::BTreeMap;

use futures::StreamExt;
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use sqlx::{AssertSqlSafe, MySqlPool};

use crate::shop::{hire, issue, oldest_template};

/// How many codes are issued at once.
const AT_ONCE: usize = 8;

/// One database, removed at the end.
pub(crate) struct Production {
    pub(crate) running: Running,
    pub(crate) database: String,
    pub(crate) redis: String,
    server: MySqlPool,
    name: String,
}

impl Production {
    pub(crate) async fn open() -> Self {
        let missing = "is not set; run this by `make bench`";
        let server =
            std::env::var("TEST_MYSQL_URL").unwrap_or_else(|_| panic!("TEST_MYSQL_URL {missing}"));
        let redis =
            std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| panic!("TEST_REDIS_URL {missing}"));
        let name = format!("bench_{}", std::process::id());
        let pool = MySqlPool::connect(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
        let database = format!("{}/{name}", server.trim_end_matches('/'));
        let variables = BTreeMap::from([("DB_URL", database.as_str()), ("REDIS_URL", &redis)]);
        let config = Config::load(Purpose::Cli, &Variables::from_pairs(variables)).unwrap();
        let running = bootstrap(&config, Overrides::default()).await.unwrap();
        Self { running, database, redis, server: pool, name }
    }

    /// Cashiers with access, by Telegram id.
    pub(crate) async fn cashiers(&self, count: i64) -> Vec<i64> {
        let ids: Vec<i64> = (1..=count).map(|place| 5_000 + place).collect();
        for id in &ids {
            hire(&self.running.app, *id).await;
        }
        // Nothing but what is measured is to be sent.
        self.execute("UPDATE notifications SET status = 'dropped'").await;
        ids
    }

    /// Fresh codes, each of a client of their own. Calls with different `from` do not meet.
    pub(crate) async fn codes(&self, from: i64, count: i64) -> Vec<String> {
        let app = &self.running.app;
        let template = oldest_template(app).await;
        let issues = (1..=count).map(|place| async move {
            issue(app, 1_000_000 + from + place, template).await.to_string()
        });
        futures::stream::iter(issues).buffer_unordered(AT_ONCE).collect().await
    }

    /// A pool as the application's.
    pub(crate) async fn pool(&self) -> MySqlPool {
        sqlx::mysql::MySqlPoolOptions::new()
            .max_connections(16)
            .test_before_acquire(false)
            .connect(&self.database)
            .await
            .unwrap()
    }

    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let pool = self.pool().await;
        sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap()
    }

    pub(crate) async fn execute(&self, sql: &'static str) {
        let pool = self.pool().await;
        sqlx::query(sql).execute(&pool).await.unwrap();
    }

    pub(crate) async fn close(self) {
        self.running.close().await;
        sqlx::query(AssertSqlSafe(format!("DROP DATABASE {}", self.name)))
            .execute(&self.server)
            .await
            .unwrap();
    }
}
