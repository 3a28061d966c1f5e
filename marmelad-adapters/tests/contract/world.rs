//! A fresh database per test, and the people in it.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::sql::{SqlOptions, SqlStore, connect};
use marmelad_adapters::system::{HintBoard, MemoryChatPace, MemorySubscriptionCache};
use marmelad_core::domain::ids::TelegramId;
use marmelad_core::domain::user::{TelegramProfile, User};
use marmelad_core::ports::{ChatPace, ProgressHints, SubscriptionCache, UpsertUser};
use sqlx::{AssertSqlSafe, MySqlPool, SqlitePool};

use crate::redis_database::ClearedRedis;

/// Makes of each test one on SQLite and one on MariaDB.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::world::on_sqlite(super::$name).await;
            })+
        }

        mod mariadb {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::world::on_mariadb(super::$name).await;
            })+
        }
    };
}

/// Makes of each test one on SQLite, one on MariaDB and one on Redis: for the ports whose contents may vanish. On
/// Redis the world has a database of its own there, and an SQLite file for the rest.
macro_rules! contract_of_what_may_vanish {
    ($($name:ident),+ $(,)?) => {
        contract!($($name),+);

        mod redis {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::world::on_redis(super::$name).await;
            })+
        }
    };
}

/// The shops' zone: UTC+10 all year.
pub(crate) const ZONE: chrono_tz::Tz = chrono_tz::Asia::Vladivostok;

/// How many callers race.
pub(crate) const RACERS: usize = 20;

/// A migrated database and its ports.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) store: SqlStore,
    pub(crate) raw: Raw,
    pub(crate) chats: Arc<dyn ChatPace>,
    pub(crate) subscriptions: Arc<dyn SubscriptionCache>,
    pub(crate) progress: Arc<dyn ProgressHints>,
}

/// The database past the ports, to see what stands in it and to spoil it.
#[derive(Clone)]
pub(crate) enum Raw {
    Sqlite(SqlitePool),
    MySql(MySqlPool),
}

/// An instant of the tests: 5 March 2026, noon in Vladivostok, and so many milliseconds.
pub(crate) fn at(millis: i64) -> DateTime<Utc> {
    "2026-03-05T02:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::milliseconds(millis)
}

pub(crate) fn profile(telegram_id: i64, first_name: &str) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(telegram_id),
        username: None,
        first_name: Some(first_name.to_owned()),
        last_name: None,
    }
}

impl World {
    /// A world without Redis.
    pub(crate) fn embedded(store: SqlStore, raw: Raw) -> Self {
        Self {
            store,
            raw,
            chats: Arc::new(MemoryChatPace::default()),
            subscriptions: Arc::new(MemorySubscriptionCache::default()),
            progress: Arc::new(HintBoard::default()),
        }
    }

    /// A client.
    pub(crate) async fn user(&self, telegram_id: i64) -> User {
        let command = UpsertUser {
            profile: profile(telegram_id, "Анна"),
            is_test: false,
            now: at(0),
        };
        self.store.users.upsert(command).await.unwrap().user
    }

    /// The answers of [`RACERS`] calls made at once, each told its number.
    pub(crate) async fn race<T, Fut>(&self, call: impl Fn(SqlStore, usize) -> Fut) -> Vec<T>
    where
        T: Send + 'static,
        Fut: Future<Output = T> + Send + 'static,
    {
        let calls: Vec<_> = (0..RACERS)
            .map(|number| tokio::spawn(call(self.store.clone(), number)))
            .collect();
        futures::future::join_all(calls)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect()
    }

    /// One number that a query gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Raw::MySql(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// The first column of every row that a query gives.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Raw::MySql(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// Does something behind the ports' back.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.raw {
            Raw::Sqlite(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
            Raw::MySql(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }
}

/// Runs a test on an SQLite file that goes away after it.
pub(crate) async fn on_sqlite<Fut: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> Fut,
) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = migrated(&url).await;
    let raw = Raw::Sqlite(SqlitePool::connect(&url).await.unwrap());
    let outcome = tokio::spawn(test(World::embedded(store.clone(), raw))).await;
    store.close().await;
    outcome.unwrap();
}

/// Runs a test on a MariaDB database that goes away after it.
pub(crate) async fn on_mariadb<Fut: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> Fut,
) {
    let server = mariadb_url();
    let name = fresh_name();
    let admin = MySqlPool::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&admin)
        .await
        .unwrap();
    let url = format!("{}/{name}", server.trim_end_matches('/'));
    let store = migrated(&url).await;
    let raw = Raw::MySql(MySqlPool::connect(&url).await.unwrap());
    let outcome = tokio::spawn(test(World::embedded(store.clone(), raw))).await;
    store.close().await;
    sqlx::query(AssertSqlSafe(format!("DROP DATABASE {name}")))
        .execute(&admin)
        .await
        .unwrap();
    outcome.unwrap();
}

/// Runs a test on an SQLite file and a database of Redis, which both go away after it.
pub(crate) async fn on_redis<Fut: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> Fut + Send + 'static,
) {
    let cleared = ClearedRedis::take().await;
    let redis = cleared.store();
    on_sqlite(move |mut world| {
        world.store.budget = redis.budget;
        world.store.dialogues = redis.dialogues;
        world.store.wrong_codes = redis.wrong_codes;
        world.chats = redis.chats;
        world.subscriptions = redis.subscriptions;
        world.progress = redis.progress;
        test(world)
    })
    .await;
    cleared.give_back().await;
}

/// The server to test against, which must be there: a half that is left out proves nothing.
pub(crate) fn mariadb_url() -> String {
    std::env::var("TEST_MYSQL_URL").expect(
        "TEST_MYSQL_URL names no MariaDB to test against; run scripts/with-services.sh cargo test -p marmelad-adapters",
    )
}

/// A database name that no other test of any process uses.
pub(crate) fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!(
        "contract_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

async fn migrated(url: &str) -> SqlStore {
    let store = connect(url, SqlOptions::default()).await.unwrap();
    store.migrate(at(0)).await.unwrap();
    store
}
