//! Send budgets, over all processes.

use std::num::NonZeroU32;

use marmelad_core::delivery::{BudgetGrant, BudgetKey, BudgetState, Pace};
use marmelad_core::kernel::BotKind::{Auth, Main};
use marmelad_core::kernel::BroadcastId;

use crate::world::{World, at};

contract_of_what_may_vanish!(
    of_many_who_ask_at_once_one_may_send,
    a_budget_of_thirty_a_second_is_kept_whoever_asks,
    a_pause_holds_everybody_until_its_latest_end,
    without_a_pace_only_a_pause_holds,
    a_clock_that_is_set_back_stops_nothing,
    broadcasts_have_budgets_of_their_own,
    replies_hold_deliveries_up_for_a_second_at_most,
    debits_of_many_at_once_all_count,
    whatever_happens_it_is_the_rule_of_the_core,
);

fn per_second(messages: u32) -> Pace {
    Pace::per_second(NonZeroU32::new(messages).unwrap())
}

/// What most of them ask for.
fn pace() -> Pace {
    per_second(25)
}

async fn take(
    world: &World,
    key: impl Into<BudgetKey>,
    wanted: u32,
    pace: impl Into<Option<Pace>>,
    now: i64,
) -> (u32, Option<i64>) {
    let budget = &world.store.budget;
    let grant = budget.take(key.into(), wanted, pace.into(), at(now)).await;
    let BudgetGrant { granted, retry_at } = grant.unwrap();
    (
        granted,
        retry_at.map(|retry_at| (retry_at - at(0)).num_milliseconds()),
    )
}

async fn debit(world: &World, messages: u32, now: i64) {
    let budget = &world.store.budget;
    let debited = budget.debit(Main, messages, pace(), at(now)).await;
    debited.unwrap();
}

async fn of_many_who_ask_at_once_one_may_send(world: World) {
    let grants = world
        .race(|store, _| async move {
            let grant = store.budget.take(Main.into(), 3, Some(pace()), at(0)).await;
            grant.unwrap()
        })
        .await;
    assert_eq!(grants.iter().map(|grant| grant.granted).sum::<u32>(), 1);
    assert!(grants.iter().all(|grant| grant.retry_at == Some(at(40))));
    let other = take(&world, Auth, 1, pace(), 0).await;
    assert_eq!(other, (1, None), "the other bot has a budget of its own");
    assert_eq!(take(&world, Main, 1, pace(), 39).await, (0, Some(40)));
    assert_eq!(take(&world, Main, 1, pace(), 40).await, (1, None));
    assert_eq!(take(&world, Main, 0, pace(), 41).await, (0, None));
}

async fn a_budget_of_thirty_a_second_is_kept_whoever_asks(world: World) {
    let mut sent = 0;
    for now in (0..2000).step_by(4) {
        sent += take(&world, Main, 1, per_second(30), now).await.0;
    }
    // Every 35 ms; that some are found up to 3 ms late delays none behind them.
    assert_eq!(sent, 58);
}

async fn a_pause_holds_everybody_until_its_latest_end(world: World) {
    let pause = async |until| {
        let paused = world.store.budget.pause(Main, at(until), at(0)).await;
        paused.unwrap();
    };
    pause(7000).await;
    pause(3000).await;
    assert_eq!(take(&world, Main, 2, pace(), 3001).await, (0, Some(7000)));
    pause(9000).await;
    assert_eq!(take(&world, Main, 2, pace(), 8999).await, (0, Some(9000)));
    assert_eq!(take(&world, Main, 2, pace(), 9000).await, (1, Some(9040)));
    let other = take(&world, Auth, 1, pace(), 0).await;
    assert_eq!(other, (1, None), "the other bot is not paused");
}

async fn without_a_pace_only_a_pause_holds(world: World) {
    assert_eq!(take(&world, Main, 500, None, 0).await, (500, None));
    world.store.budget.pause(Main, at(10), at(0)).await.unwrap();
    assert_eq!(take(&world, Main, 500, None, 9).await, (0, Some(10)));
    assert_eq!(take(&world, Main, 500, None, 10).await, (500, None));
}

async fn a_clock_that_is_set_back_stops_nothing(world: World) {
    assert_eq!(take(&world, Main, 1, pace(), 3_600_000).await, (1, None));
    assert_eq!(take(&world, Main, 1, pace(), 0).await, (1, None));
    assert_eq!(take(&world, Main, 1, pace(), 39).await, (0, Some(40)));
    debit(&world, 25, 3_600_000).await;
    assert_eq!(take(&world, Main, 1, pace(), 40).await, (1, None));
}

async fn broadcasts_have_budgets_of_their_own(world: World) {
    let slow = Pace::per_minute(NonZeroU32::new(25).unwrap());
    let (one, other) = (BroadcastId(1), BroadcastId(2));
    assert_eq!(take(&world, one, 1, slow, 0).await, (1, None));
    assert_eq!(take(&world, one, 1, slow, 2399).await, (0, Some(2400)));
    assert_eq!(take(&world, other, 1, slow, 2399).await, (1, None));
    assert_eq!(take(&world, Main, 1, pace(), 2399).await, (1, None));
    assert_eq!(take(&world, one, 1, slow, 2400).await, (1, None));
}

async fn replies_hold_deliveries_up_for_a_second_at_most(world: World) {
    debit(&world, 1, 0).await;
    debit(&world, 2, 10).await;
    assert_eq!(take(&world, Main, 1, pace(), 10).await, (0, Some(120)));
    assert_eq!(take(&world, Auth, 1, pace(), 10).await, (1, None));
    debit(&world, 1_000_000, 50).await;
    assert_eq!(take(&world, Main, 1, pace(), 50).await, (0, Some(1050)));
    assert_eq!(take(&world, Main, 1, pace(), 1050).await, (1, None));
}

async fn debits_of_many_at_once_all_count(world: World) {
    world
        .race(|store, _| async move {
            let debited = store.budget.debit(Main, 1, pace(), at(0)).await;
            debited.unwrap();
        })
        .await;
    assert_eq!(take(&world, Main, 1, pace(), 0).await, (0, Some(800)));
}

/// A long story of takes, debits and pauses, told to the store and to the core's rule.
async fn whatever_happens_it_is_the_rule_of_the_core(world: World) {
    let (mut rule, mut seed, mut now) = (BudgetState::default(), 42_u64, 0_i64);
    let mut draw = |below: u32| {
        // The constants of Numerical Recipes; the upper bits are good enough here.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) % (1 << 32);
        u32::try_from(seed >> 16).unwrap() % below
    };
    for step in 0..300 {
        now += match draw(20) {
            0 => -2_500,
            1 => 4_000,
            _ => i64::from(draw(90)),
        };
        let pace = [Some(per_second(25)), Some(per_second(1)), None][draw(3) as usize];
        match (draw(10), pace) {
            (0, _) => {
                let until = at(now + i64::from(draw(500)));
                world
                    .store
                    .budget
                    .pause(Main, until, at(now))
                    .await
                    .unwrap();
                rule.pause(until);
            }
            (1..4, Some(pace)) => {
                let messages = draw(5);
                let debited = world.store.budget.debit(Main, messages, pace, at(now));
                debited.await.unwrap();
                rule.debit(messages, pace, at(now));
            }
            _ => {
                let wanted = draw(3);
                let stored = world.store.budget.take(Main.into(), wanted, pace, at(now));
                let ruled = rule.take(wanted, pace, at(now));
                assert_eq!(stored.await.unwrap(), ruled, "step {step} at {now}");
            }
        }
    }
}
