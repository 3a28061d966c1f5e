//! Pausing cashiers who guess.

use chrono::Duration;
use marmelad_core::discounts::{WrongCodePolicy, WrongCodeVerdict};

use crate::world::{World, at};

contract_of_what_may_vanish!(
    one_pause_begins_however_many_guess_at_once,
    guesses_outside_the_window_do_not_count,
    a_pause_ends_and_the_count_starts_anew,
);

const POLICY: WrongCodePolicy =
    WrongCodePolicy { limit: 3, window: Duration::minutes(5), pause: Duration::minutes(10) };

async fn one_pause_begins_however_many_guess_at_once(world: World) {
    let cashier = world.cashier(9).await.id;
    let verdicts = world
        .race(move |world, _| async move {
            world.wrong_codes.record(cashier, POLICY, at(0)).await.unwrap()
        })
        .await;
    let began = WrongCodeVerdict::PauseBegan(at(0) + POLICY.pause);
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == began).count(), 1);
    assert_eq!(matching!(verdicts, WrongCodeVerdict::PauseBegan(_)), 1);
    let paused = world.wrong_codes.paused_until(cashier, at(0)).await.unwrap();
    assert_eq!(paused, Some(at(0) + POLICY.pause));
}

async fn guesses_outside_the_window_do_not_count(world: World) {
    let cashier = world.cashier(9).await.id;
    let other = world.cashier(10).await.id;
    let record = async |cashier, now| world.wrong_codes.record(cashier, POLICY, now).await.unwrap();
    let minutes = |minutes| at(0) + Duration::minutes(minutes);
    assert_eq!(record(cashier, minutes(0)).await, WrongCodeVerdict::Counted(1));
    assert_eq!(record(cashier, minutes(4)).await, WrongCodeVerdict::Counted(2));
    assert_eq!(record(other, minutes(4)).await, WrongCodeVerdict::Counted(1));
    assert_eq!(record(cashier, minutes(6)).await, WrongCodeVerdict::Counted(2));
    assert_eq!(world.wrong_codes.paused_until(cashier, minutes(6)).await.unwrap(), None);
    assert!(matches!(record(cashier, minutes(8)).await, WrongCodeVerdict::PauseBegan(_)));
}

async fn a_pause_ends_and_the_count_starts_anew(world: World) {
    let cashier = world.cashier(9).await.id;
    for _ in 0..3 {
        world.wrong_codes.record(cashier, POLICY, at(0)).await.unwrap();
    }
    let ends = at(0) + POLICY.pause;
    let paused_until = async |now| world.wrong_codes.paused_until(cashier, now).await.unwrap();
    assert_eq!(paused_until(ends - Duration::milliseconds(1)).await, Some(ends));
    assert_eq!(paused_until(ends).await, None);
    let verdict = world.wrong_codes.record(cashier, POLICY, ends).await.unwrap();
    assert_eq!(verdict, WrongCodeVerdict::Counted(1));
}
