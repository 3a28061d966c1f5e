//! A database of Redis that no other test uses meanwhile. The bots' tests include this file too.
#![allow(
    dead_code,
    reason = "shared by several test programs, each of which uses a part"
)]

use std::time::Duration;

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{Client, cmd};
use marmelad_adapters::config::{Config, Purpose, RedisUrl, Variables};
use marmelad_adapters::redis::RedisStore;

/// One of the numbered databases, empty and held by a key in number 0.
pub(crate) struct ClearedRedis {
    server: String,
    number: u32,
}

/// A test that died gives its database back after so many seconds.
const HELD_SECONDS: u32 = 600;

impl ClearedRedis {
    pub(crate) async fn take() -> Self {
        let server = std::env::var("TEST_REDIS_URL").expect(
            "TEST_REDIS_URL names no Redis to test against; run the tests by scripts/with-services.sh",
        );
        let server = server.trim_end_matches('/').to_owned();
        let mut register = connection(&server, 0).await;
        let (_, databases): (String, u32) = cmd("CONFIG")
            .arg("GET")
            .arg("databases")
            .query_async(&mut register)
            .await
            .unwrap();
        loop {
            let next: u32 = cmd("INCR")
                .arg("contract:next")
                .query_async(&mut register)
                .await
                .unwrap();
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

    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.server, self.number)
    }

    pub(crate) fn store(&self) -> RedisStore {
        RedisStore::new(&redis_url(&self.url())).unwrap()
    }

    /// Past the ports, to see what stands in it.
    pub(crate) async fn raw(&self) -> MultiplexedConnection {
        connection(&self.server, self.number).await
    }

    pub(crate) async fn flush(&self) {
        let mut raw = self.raw().await;
        let () = cmd("FLUSHDB").query_async(&mut raw).await.unwrap();
    }

    pub(crate) async fn give_back(self) {
        self.flush().await;
        let mut register = connection(&self.server, 0).await;
        let () = cmd("DEL")
            .arg(format!("contract:held:{}", self.number))
            .query_async(&mut register)
            .await
            .unwrap();
    }
}

/// As the configuration reads it.
pub(crate) fn redis_url(url: &str) -> RedisUrl {
    let variables = Variables::from_pairs([("REDIS_URL", url)]);
    Config::load(Purpose::Cli, &variables)
        .unwrap()
        .redis
        .unwrap()
}

async fn connection(server: &str, number: u32) -> MultiplexedConnection {
    Client::open(format!("{server}/{number}"))
        .unwrap()
        .get_multiplexed_async_connection()
        .await
        .unwrap()
}
