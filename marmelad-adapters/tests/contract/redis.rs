//! What is particular to Redis: its keys, that every one of them ends, and what happens while it is away.

use std::num::NonZeroU32;

use deadpool_redis::redis::cmd;
use marmelad_adapters::rate_limiter::SharedRateLimiter;
use marmelad_adapters::redis::RedisStore;
use marmelad_core::delivery::{Rate, RateKey, RateLimiter};
use marmelad_core::discounts::WrongCodePolicy;
use marmelad_core::kernel::BotKind::Main;
use marmelad_core::kernel::{BroadcastId, CashierId, ClientId, PortError, TelegramId};
use marmelad_testkit::{ClearedRedis, redis_url};
use serde_json::json;

use crate::world::at;

const POLICY: WrongCodePolicy = WrongCodePolicy {
    limit: 2,
    window: chrono::Duration::minutes(5),
    pause: chrono::Duration::minutes(10),
};

/// Leaves one key of each kind.
async fn use_everything(redis: &RedisStore) {
    redis.subscriptions.remember_member("-1001", ClientId(7), at(0)).await.unwrap();
    redis.dialogues.put(Main, TelegramId(7), json!(1), at(0), at(86_400_000)).await.unwrap();
    for cashier in [8, 9, 9] {
        redis.wrong_codes.record(CashierId(cashier), POLICY, at(0)).await.unwrap();
    }
    let limiter = SharedRateLimiter::new(redis.rates.clone());
    let rate = Rate::per_second(NonZeroU32::new(25).unwrap());
    limiter.reserve(RateKey::Bot(Main), Some(rate), at(0)).await;
    limiter.debit(Main, TelegramId(7).into(), rate, at(0)).await;
    limiter.pause(Main, at(5000), at(0)).await;
    let per_minute = Rate::per_minute(NonZeroU32::MIN);
    limiter.reserve(RateKey::Broadcast(BroadcastId(3)), Some(per_minute), at(0)).await;
}

#[tokio::test]
async fn keys_are_named_as_agreed_and_every_one_ends() {
    let database = ClearedRedis::take().await;
    let redis = database.store();
    use_everything(&redis).await;
    let mut raw = database.raw().await;
    let mut keys: Vec<String> = cmd("KEYS").arg("*").query_async(&mut raw).await.unwrap();
    keys.sort();
    let expected = [
        ("marmelad:budget:broadcast:3", 120_000),
        ("marmelad:budget:main", 65_000),
        ("marmelad:dialogue:main:7", 86_400_000),
        ("marmelad:wrong_codes:8", 300_000),
        ("marmelad:wrong_codes:9", 600_000),
        ("sub:-1001:7", 60_000),
    ];
    assert_eq!(keys, expected.map(|(key, _)| key));
    for (key, longest) in expected {
        let left: i64 = cmd("PTTL").arg(key).query_async(&mut raw).await.unwrap();
        assert!((1..=longest).contains(&left), "{key}: {left}");
    }
    let member: String = cmd("GET").arg("sub:-1001:7").query_async(&mut raw).await.unwrap();
    assert_eq!(member, "member");
    database.give_back().await;
}

#[tokio::test]
async fn what_is_not_a_member_is_not_believed() {
    let database = ClearedRedis::take().await;
    let mut raw = database.raw().await;
    for kept in ["left", "kicked", "", "MEMBER"] {
        let () = cmd("SET").arg("sub:@marmelad:7").arg(kept).query_async(&mut raw).await.unwrap();
        let cache = database.store().subscriptions;
        let known = cache.is_known_member("@marmelad", ClientId(7), at(0)).await;
        assert!(!known.unwrap(), "{kept}");
    }
    database.give_back().await;
}

#[tokio::test]
async fn a_state_that_does_not_read_is_none() {
    let database = ClearedRedis::take().await;
    let mut raw = database.raw().await;
    let mut set = cmd("SET");
    set.arg("marmelad:dialogue:main:7").arg("{\"of\": \"another version\"}");
    let () = set.query_async(&mut raw).await.unwrap();
    let state = database.store().dialogues.get(Main, TelegramId(7), at(0)).await;
    assert_eq!(state.unwrap(), None);
    database.give_back().await;
}

#[tokio::test]
async fn a_redis_that_forgot_everything_goes_on_as_new() {
    let database = ClearedRedis::take().await;
    let redis = database.store();
    use_everything(&redis).await;
    let mut raw = database.raw().await;
    let () = cmd("SCRIPT").arg("FLUSH").query_async(&mut raw).await.unwrap();
    database.flush().await;
    let state = redis.dialogues.get(Main, TelegramId(7), at(0)).await;
    assert_eq!(state.unwrap(), None);
    let paused = redis.wrong_codes.paused_until(CashierId(9), at(0)).await;
    assert_eq!(paused.unwrap(), None);
    use_everything(&redis).await;
    database.give_back().await;
}

#[tokio::test]
async fn a_redis_that_is_away_says_so_and_later_calls_do_not_wait() {
    // Nobody answers there, but the kernel takes the connection.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = silent.local_addr().unwrap();
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refusing = refused.local_addr().unwrap();
    drop(refused);
    for address in [silent, refusing] {
        let redis = RedisStore::new(&redis_url(&format!("redis://{address}"))).unwrap();
        let get = || redis.dialogues.get(Main, TelegramId(7), at(0));
        let first = get().await;
        assert!(matches!(first, Err(PortError::Unavailable { what: "Redis", .. })), "{first:?}");
        let next = get().await.unwrap_err();
        let why = std::error::Error::source(&next).unwrap().to_string();
        assert!(why.contains("a moment ago"), "{why}");
    }
}
