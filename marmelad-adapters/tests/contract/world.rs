//! A fresh database per test, and the people in it.

use std::fmt::Display;
use std::future::Future;
use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::sql::{SqlOptions, SqlStore, connect};
use marmelad_adapters::system::{HintBoard, MemorySubscriptionCache};
use marmelad_core::broadcasts::ProgressHints;
use marmelad_core::clients::{SubscriptionCache, UpsertUser};
use marmelad_core::kernel::ClientId;
use marmelad_core::people::{TelegramProfile, User};
pub(crate) use marmelad_testkit::{Backend, Raw, profile};
use marmelad_testkit::{ClearedRedis, Database};

/// Makes of each test one on SQLite and one on MariaDB.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::world::on(crate::world::Backend::Sqlite, super::$name).await;
            })+
        }

        mod mariadb {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                crate::world::on(crate::world::Backend::MariaDb, super::$name).await;
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

/// How many of the answers match a pattern.
macro_rules! matching {
    ($answers:expr, $pattern:pat) => {
        $answers.iter().filter(|answer| matches!(answer, $pattern)).count()
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
    pub(crate) subscriptions: Arc<dyn SubscriptionCache>,
    pub(crate) progress: Arc<dyn ProgressHints>,
}

/// The given milliseconds after noon of 5 March 2026 in Vladivostok.
pub(crate) fn at(millis: i64) -> DateTime<Utc> {
    marmelad_testkit::first_rows_at() + Duration::milliseconds(millis)
}

/// `world.users` is the port `world.store.users`.
impl Deref for World {
    type Target = SqlStore;

    fn deref(&self) -> &SqlStore {
        &self.store
    }
}

impl World {
    /// A world without Redis.
    pub(crate) fn embedded(store: SqlStore, raw: Raw) -> Self {
        Self {
            store,
            raw,
            subscriptions: Arc::new(MemorySubscriptionCache::default()),
            progress: Arc::new(HintBoard::default()),
        }
    }

    pub(crate) async fn user(&self, telegram_id: i64) -> User {
        self.contact(profile(telegram_id, "Анна")).await
    }

    /// The client who wrote to the bot as this person.
    pub(crate) async fn contact(&self, profile: TelegramProfile) -> User {
        let command = UpsertUser { profile, is_test: false, now: at(0) };
        self.users.upsert(command).await.unwrap().user
    }

    pub(crate) async fn test_user(&self, telegram_id: i64) -> User {
        let profile = profile(telegram_id, "Тест");
        let command = UpsertUser { profile, is_test: true, now: at(0) };
        self.users.upsert(command).await.unwrap().user
    }

    /// Adds this many clients, from Telegram id 1000 on.
    pub(crate) async fn clients(&self, count: usize) -> Vec<ClientId> {
        let mut ids = Vec::new();
        for telegram_id in (1000..).take(count) {
            ids.push(self.user(telegram_id).await.id);
        }
        ids
    }

    /// The answers of [`RACERS`] calls made at once, each told its number.
    pub(crate) async fn race<T, Fut>(&self, call: impl Fn(Self, usize) -> Fut) -> Vec<T>
    where
        T: Send + 'static,
        Fut: Future<Output = T> + Send + 'static,
    {
        let calls: Vec<_> =
            (0..RACERS).map(|number| tokio::spawn(call(self.clone(), number))).collect();
        futures::future::join_all(calls).await.into_iter().map(Result::unwrap).collect()
    }

    /// The answers of [`RACERS`] calls made at once with the same command.
    pub(crate) async fn race_same<C, T, Fut>(
        &self,
        command: &C,
        call: impl Fn(Self, C) -> Fut,
    ) -> Vec<T>
    where
        C: Clone,
        T: Send + 'static,
        Fut: Future<Output = T> + Send + 'static,
    {
        self.race(|world, _| call(world, command.clone())).await
    }

    /// One number that a query gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.raw.int(sql).await
    }

    /// How many rows there are of `table`, or of `table WHERE condition`.
    pub(crate) async fn count(&self, rows: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM {rows}")).await
    }

    /// The first column of every row that a query gives.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let texts = self.raw.texts(sql).await;
        texts.into_iter().map(Option::unwrap).collect()
    }

    /// Changes data behind the ports' back.
    pub(crate) async fn execute(&self, sql: &str) {
        self.raw.execute(sql).await;
    }

    /// Changes one row behind the ports' back: `set("users SET is_blocked = 1", id)`.
    pub(crate) async fn set(&self, change: &str, id: impl Display) {
        self.execute(&format!("UPDATE {change} WHERE id = {id}")).await;
    }
}

/// A value as SQL writes it, or `NULL`.
pub(crate) fn or_null(value: Option<impl Display>) -> String {
    value.map_or("NULL".to_owned(), |value| value.to_string())
}

/// Runs a test on a migrated database.
pub(crate) async fn on<Fut: Future<Output = ()> + Send + 'static>(
    backend: Backend,
    test: impl FnOnce(World) -> Fut,
) {
    let mut database = Database::migrated(backend).await;
    let store = connect(database.url(), SqlOptions::default()).await.unwrap();
    store.migrate(at(0)).await.unwrap();
    let world = World::embedded(store.clone(), database.raw().clone());
    let outcome = tokio::spawn(test(world)).await;
    store.close().await;
    outcome.unwrap();
    database.remove().await;
}

/// Runs a test on an SQLite file and a database of Redis, which both go away after it.
pub(crate) async fn on_redis<Fut: Future<Output = ()> + Send + 'static>(
    test: impl FnOnce(World) -> Fut + Send + 'static,
) {
    let cleared = ClearedRedis::take().await;
    let redis = cleared.store();
    on(Backend::Sqlite, move |mut world| {
        world.store.rates = redis.rates;
        world.store.dialogues = redis.dialogues;
        world.store.wrong_codes = redis.wrong_codes;
        world.subscriptions = redis.subscriptions;
        world.progress = redis.progress;
        test(world)
    })
    .await;
    cleared.give_back().await;
}
