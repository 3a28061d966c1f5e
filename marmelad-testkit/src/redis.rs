//! A database of Redis that no other test uses meanwhile.

use std::time::Duration;

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{Client, cmd};
use marmelad_adapters::config::{Config, Purpose, RedisUrl, Variables};
use marmelad_adapters::redis::RedisStore;

/// One of the numbered databases, held by a key in number 0.
#[derive(Debug)]
#[must_use]
pub struct ClearedRedis {
    server: String,
    number: u32,
}

/// Seconds after which the database of a test that died is free again.
const HELD_SECONDS: u32 = 600;

impl ClearedRedis {
    /// Takes a free database of the server of `TEST_REDIS_URL` and empties it.
    pub async fn take() -> Self {
        let server = crate::variable("TEST_REDIS_URL");
        let server = server.trim_end_matches('/').to_owned();
        let mut register = connection(&server, 0).await;
        let (_, databases): (String, u32) =
            cmd("CONFIG").arg("GET").arg("databases").query_async(&mut register).await.unwrap();
        loop {
            let next: u32 =
                cmd("INCR").arg("contract:next").query_async(&mut register).await.unwrap();
            let number = 1 + next % (databases - 1);
            let taken: Option<String> = cmd("SET")
                .arg(format!("contract:held:{number}"))
                .arg("1")
                .arg("NX")
                .arg("EX")
                .arg(HELD_SECONDS)
                .query_async(&mut register)
                .await
                .unwrap();
            if taken.is_some() {
                let cleared = Self { server, number };
                cleared.flush().await;
                return cleared;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// `REDIS_URL` of this database.
    pub fn url(&self) -> String {
        format!("{}/{}", self.server, self.number)
    }

    /// The ports that Redis fills, on this database.
    pub fn store(&self) -> RedisStore {
        RedisStore::new(&redis_url(&self.url())).unwrap()
    }

    /// A connection past the ports.
    pub async fn raw(&self) -> MultiplexedConnection {
        connection(&self.server, self.number).await
    }

    /// Removes every key, as a restart does.
    pub async fn flush(&self) {
        let mut raw = self.raw().await;
        let () = cmd("FLUSHDB").query_async(&mut raw).await.unwrap();
    }

    /// Empties the database for the next test.
    pub async fn give_back(self) {
        self.flush().await;
        let mut register = connection(&self.server, 0).await;
        let () = cmd("DEL")
            .arg(format!("contract:held:{}", self.number))
            .query_async(&mut register)
            .await
            .unwrap();
    }
}

/// An address as the configuration reads it.
pub fn redis_url(url: &str) -> RedisUrl {
    let variables = Variables::from_pairs([("REDIS_URL", url)]);
    Config::load(Purpose::Cli, &variables).unwrap().redis.unwrap()
}

async fn connection(server: &str, number: u32) -> MultiplexedConnection {
    Client::open(format!("{server}/{number}"))
        .unwrap()
        .get_multiplexed_async_connection()
        .await
        .unwrap()
}
