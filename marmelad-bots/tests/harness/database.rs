//! Where a shop keeps its data.

use std::ops::Deref;

use marmelad_testkit::{Backend, ClearedRedis, Raw};

/// One shop's database. On a server there is a Redis beside it, as in production.
pub struct Database {
    sql: marmelad_testkit::Database,
    redis: Option<ClearedRedis>,
}

impl Database {
    /// A migrated database, and on a server an empty Redis.
    pub async fn create(backend: Backend) -> Self {
        let redis = match backend {
            Backend::Sqlite => None,
            Backend::MariaDb => Some(ClearedRedis::take().await),
        };
        let sql = marmelad_testkit::Database::migrated(backend).await;
        Self { sql, redis }
    }

    /// `DB_URL`.
    pub fn url(&self) -> String {
        self.sql.url().to_owned()
    }

    /// `REDIS_URL`; empty on SQLite.
    pub fn redis_url(&self) -> String {
        let url = self.redis.as_ref().map(ClearedRedis::url);
        url.unwrap_or_default()
    }

    /// Empties Redis, as a restart does.
    pub async fn flush_redis(&self) {
        let redis = self.redis.as_ref().expect("a shop with Redis");
        redis.flush().await;
    }

    /// Gives everything back for the next test.
    pub async fn remove(&mut self) {
        if let Some(redis) = self.redis.take() {
            redis.give_back().await;
        }
        self.sql.remove().await;
    }
}

impl Deref for Database {
    type Target = Raw;

    fn deref(&self) -> &Raw {
        self.sql.raw()
    }
}
