//! The rate limiter over each store of its states, in many processes at once.

use std::num::NonZeroU32;

use marmelad_adapters::rate_limiter::SharedRateLimiter;
use marmelad_adapters::sql::SqlStore;
use marmelad_core::delivery::Reservation::{RetryAt, SendAt};
use marmelad_core::delivery::{Rate, RateKey, RateLimiter, RateState};
use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::{BroadcastId, TelegramId};

use crate::world::{RACERS, World, at};

contract_of_what_may_vanish!(
    a_state_is_replaced_only_while_it_is_the_expected_one,
    of_many_who_replace_one_state_one_succeeds,
    many_processes_reserve_different_times,
    replies_of_many_processes_all_count,
);

const MAIN: RateKey = RateKey::Bot(Main);

fn rate() -> Rate {
    Rate::per_second(NonZeroU32::new(25).unwrap())
}

/// The limiter of a process of its own.
fn process(store: &SqlStore) -> SharedRateLimiter {
    SharedRateLimiter::new(store.rates.clone())
}

fn state(next_free_at: i64, paused_until: i64) -> RateState {
    RateState { next_free_at: at(next_free_at), paused_until: at(paused_until) }
}

async fn a_state_is_replaced_only_while_it_is_the_expected_one(world: World) {
    let rates = &world.rates;
    let replace =
        async |key, expected, new| rates.replace(key, expected, new, at(0)).await.unwrap();
    let unknown = RateState::default();
    assert_eq!(rates.load(MAIN).await.unwrap(), unknown);
    assert!(!replace(MAIN, state(1, 2), state(3, 4)).await);
    let only_paused = RateState { paused_until: at(5), ..unknown };
    assert!(replace(MAIN, unknown, only_paused).await);
    assert!(!replace(MAIN, unknown, state(3, 4)).await);
    assert_eq!(rates.load(MAIN).await.unwrap(), only_paused);
    assert!(replace(MAIN, only_paused, state(7, 5)).await);
    for outdated in [only_paused, state(7, 4), state(6, 5)] {
        assert!(!replace(MAIN, outdated, state(8, 8)).await);
    }
    assert_eq!(rates.load(MAIN).await.unwrap(), state(7, 5));
    for other in [RateKey::Bot(Auth), RateKey::Broadcast(BroadcastId(1))] {
        assert_eq!(rates.load(other).await.unwrap(), unknown);
        assert!(replace(other, unknown, state(9, 9)).await);
    }
    assert_eq!(rates.load(MAIN).await.unwrap(), state(7, 5));
}

async fn of_many_who_replace_one_state_one_succeeds(world: World) {
    for (expected, new) in [(RateState::default(), state(1, 1)), (state(1, 1), state(2, 2))] {
        let replaced = world
            .race(move |world, _| async move {
                let replaced = world.rates.replace(MAIN, expected, new, at(0)).await;
                replaced.unwrap()
            })
            .await;
        assert_eq!(replaced.iter().filter(|replaced| **replaced).count(), 1);
    }
}

async fn many_processes_reserve_different_times(world: World) {
    let reserved = world
        .race(|world, _| async move { process(&world).reserve(MAIN, Some(rate()), at(0)).await })
        .await;
    // As far ahead as may be reserved.
    for send_at in [0, 40, 80] {
        let times = reserved.iter().filter(|it| **it == SendAt(at(send_at)));
        assert_eq!(times.count(), 1, "{reserved:?}");
    }
    let later = reserved.iter().filter(|it| **it == RetryAt(at(20)));
    assert_eq!(later.count(), RACERS - 3, "{reserved:?}");
    for other in [RateKey::Bot(Auth), RateKey::Broadcast(BroadcastId(1))] {
        let process = process(&world);
        let reserved = process.reserve(other, Some(rate()), at(0)).await;
        assert_eq!(reserved, SendAt(at(0)), "has a rate of its own");
    }
}

async fn replies_of_many_processes_all_count(world: World) {
    world
        .race(|world, _| async move {
            let chat = TelegramId(7).into();
            process(&world).debit(Main, chat, rate(), at(0)).await;
        })
        .await;
    let process = process(&world);
    let reserved = process.reserve(MAIN, Some(rate()), at(0)).await;
    assert_eq!(reserved, RetryAt(at(700)));
}
