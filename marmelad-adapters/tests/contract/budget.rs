//! A bot's send budget, over all processes.

use std::num::NonZeroU32;

use marmelad_core::domain::bot::BotKind::{Auth, Main};
use marmelad_core::domain::budget::{BudgetGrant, Pace};

use crate::world::{World, at};

contract_of_what_may_vanish!(
    of_many_who_ask_at_once_one_may_send,
    a_budget_of_thirty_a_second_is_kept_whoever_asks,
    a_pause_holds_everybody_until_its_latest_end,
    without_a_pace_only_a_pause_holds,
    a_clock_that_is_set_back_stops_nothing,
);

const PACE: Pace = NonZeroU32::new(25);

async fn take(world: &World, wanted: u32, pace: Pace, now: i64) -> (u32, Option<i64>) {
    let grant = world.store.budget.take(Main, wanted, pace, at(now)).await;
    let BudgetGrant { granted, retry_at } = grant.unwrap();
    (
        granted,
        retry_at.map(|retry_at| (retry_at - at(0)).num_milliseconds()),
    )
}

async fn of_many_who_ask_at_once_one_may_send(world: World) {
    let grants = world
        .race(|store, _| async move { store.budget.take(Main, 3, PACE, at(0)).await.unwrap() })
        .await;
    assert_eq!(grants.iter().map(|grant| grant.granted).sum::<u32>(), 1);
    assert!(grants.iter().all(|grant| grant.retry_at == Some(at(40))));
    let other = world.store.budget.take(Auth, 1, PACE, at(0)).await.unwrap();
    assert_eq!(other.granted, 1, "the other bot has a budget of its own");
    assert_eq!(take(&world, 1, PACE, 39).await, (0, Some(40)));
    assert_eq!(take(&world, 1, PACE, 40).await, (1, None));
    assert_eq!(take(&world, 0, PACE, 41).await, (0, None));
}

async fn a_budget_of_thirty_a_second_is_kept_whoever_asks(world: World) {
    let pace = NonZeroU32::new(30);
    let mut sent = 0;
    for now in (0..2000).step_by(10) {
        sent += take(&world, 1, pace, now).await.0;
    }
    // Every 34 ms, found at the next tenth: every 40 ms.
    assert_eq!(sent, 50);
}

async fn a_pause_holds_everybody_until_its_latest_end(world: World) {
    let pause = async |until| {
        let paused = world.store.budget.pause(Main, at(until), at(0)).await;
        paused.unwrap();
    };
    pause(7000).await;
    pause(3000).await;
    assert_eq!(take(&world, 2, PACE, 3001).await, (0, Some(7000)));
    pause(9000).await;
    assert_eq!(take(&world, 2, PACE, 8999).await, (0, Some(9000)));
    assert_eq!(take(&world, 2, PACE, 9000).await, (1, Some(9040)));
    let other = world.store.budget.take(Auth, 1, PACE, at(0)).await.unwrap();
    assert_eq!(other.granted, 1, "the other bot is not paused");
}

async fn without_a_pace_only_a_pause_holds(world: World) {
    assert_eq!(take(&world, 500, None, 0).await, (500, None));
    world.store.budget.pause(Main, at(10), at(0)).await.unwrap();
    assert_eq!(take(&world, 500, None, 9).await, (0, Some(10)));
    assert_eq!(take(&world, 500, None, 10).await, (500, None));
}

async fn a_clock_that_is_set_back_stops_nothing(world: World) {
    assert_eq!(take(&world, 1, PACE, 3_600_000).await, (1, None));
    assert_eq!(take(&world, 1, PACE, 0).await, (1, None));
    assert_eq!(take(&world, 1, PACE, 39).await, (0, Some(40)));
}
