use rstest::rstest;

use crate::delivery::Reservation::{RetryAt, SendAt};
use crate::delivery::rate_limit::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_772_676_000_000 + millis).unwrap()
}

fn per_second(messages: u32) -> Rate {
    Rate::per_second(NonZeroU32::new(messages).unwrap())
}

fn per_minute(messages: u32) -> Rate {
    Rate::per_minute(NonZeroU32::new(messages).unwrap())
}

#[rstest]
#[case(per_second(25), 40)]
#[case(per_second(30), 35)]
#[case(per_second(1), 1000)]
#[case(per_minute(25), 2400)]
#[case(per_minute(1800), 35)]
#[case(per_minute(7), 8572)]
#[case(per_minute(1), 60_000)]
fn a_rate_is_an_interval_rounded_up(#[case] rate: Rate, #[case] millis: i64) {
    assert_eq!(rate.interval(), Duration::milliseconds(millis));
}

#[test]
fn every_key_has_a_name_of_its_own() {
    let keys = [
        RateKey::Bot(BotKind::Main),
        RateKey::Bot(BotKind::Auth),
        RateKey::Broadcast(BroadcastId(7)),
    ];
    let names = keys.map(|key| key.to_string());
    assert_eq!(names, ["main", "auth", "broadcast:7"]);
}

/// Requests for a send time, as (rate, now, answer).
#[rstest]
#[case::evenly_spaced_and_a_little_ahead(&[
    (Some(per_second(25)), 0, SendAt(at(0))),
    (Some(per_second(25)), 0, SendAt(at(40))),
    (Some(per_second(25)), 0, SendAt(at(80))),
    (Some(per_second(25)), 0, RetryAt(at(20))),
    (Some(per_second(25)), 19, RetryAt(at(20))),
    (Some(per_second(25)), 20, SendAt(at(120))),
])]
#[case::unused_time_is_not_saved_up(&[
    (Some(per_second(25)), 0, SendAt(at(0))),
    (Some(per_second(25)), 5000, SendAt(at(5000))),
    (Some(per_second(25)), 5001, SendAt(at(5040))),
])]
#[case::slower_than_one_a_second(&[
    (Some(per_minute(1)), 0, SendAt(at(0))),
    (Some(per_minute(1)), 59_899, RetryAt(at(59_900))),
    (Some(per_minute(1)), 59_900, SendAt(at(60_000))),
    (Some(per_minute(1)), 59_900, RetryAt(at(119_900))),
])]
#[case::a_clock_that_is_set_back(&[
    (Some(per_second(25)), 3_600_000, SendAt(at(3_600_000))),
    (Some(per_second(25)), 0, SendAt(at(0))),
    (Some(per_second(25)), 0, SendAt(at(40))),
])]
#[case::a_rate_that_is_raised_holds_at_once(&[
    (Some(per_minute(1)), 0, SendAt(at(0))),
    (Some(per_minute(1800)), 1, SendAt(at(1))),
    (Some(per_minute(1800)), 1, SendAt(at(36))),
])]
#[case::without_a_limit(&[(None, 0, SendAt(at(0))), (None, 0, SendAt(at(0)))])]
fn send_times(#[case] requests: &[(Option<Rate>, i64, Reservation)]) {
    let mut state = RateState::default();
    for (rate, now, answer) in requests {
        assert_eq!(state.reserve(*rate, at(*now)), *answer, "at {now}");
    }
}

#[test]
fn thirty_a_second_are_never_more_than_thirty() {
    let mut state = RateState::default();
    let mut sent = Vec::new();
    // Asked every few milliseconds, unevenly, and with pauses.
    for now in (0..10_000).filter(|now| now % 7 < 3 && now % 1000 < 900) {
        if let SendAt(send_at) = state.reserve(Some(per_second(30)), at(now)) {
            sent.push(send_at);
        }
    }
    assert!(sent.len() > 270, "{}", sent.len());
    let apart = |few: &[DateTime<Utc>]| few[30] - few[0];
    let closest = sent.windows(31).map(apart).min().unwrap();
    assert!(closest >= Duration::milliseconds(1_050), "{closest}");
}

#[test]
fn a_pause_holds_everything_and_nothing_shortens_it() {
    let mut state = RateState::default();
    state.pause(at(7000));
    state.pause(at(3000));
    for rate in [Some(per_second(30)), None] {
        assert_eq!(state.reserve(rate, at(6999)), RetryAt(at(7000)));
    }
    let rate = per_second(30);
    assert_eq!(state.blocked_until(rate, at(6999)), Some(at(7000)));
    assert_eq!(state.blocked_until(rate, at(7000)), None);
    assert_eq!(state.reserve(Some(rate), at(7000)), SendAt(at(7000)));
    assert_eq!(state.blocked_until(rate, at(7000)), Some(at(7035)));
}

/// Debits as (now, messages), and the next free send time.
#[rstest]
#[case::one(&[(0, 1)], 40)]
#[case::one_after_the_other(&[(0, 1), (10, 1), (20, 1)], 120)]
#[case::several_at_once(&[(0, 3)], 120)]
#[case::none(&[(0, 0)], 0)]
#[case::paid_by_waiting(&[(0, 5), (1000, 1)], 1040)]
#[case::a_second_at_most(&[(0, 1_000_000)], 1000)]
#[case::a_second_after_the_last(&[(0, 25), (500, 25)], 1500)]
fn replies_delay_deliveries_by_a_second_at_most(#[case] debits: &[(i64, u32)], #[case] free: i64) {
    let (mut state, rate) = (RateState::default(), per_second(25));
    for (now, messages) in debits {
        state.debit(*messages, rate, at(*now));
    }
    if free > 0 {
        assert_eq!(state.blocked_until(rate, at(free - 1)), Some(at(free)));
    }
    assert_eq!(state.blocked_until(rate, at(free)), None);
}

#[test]
fn replies_count_during_a_pause_and_take_no_reserved_time_back() {
    let (mut state, rate) = (RateState::default(), per_second(1));
    state.pause(at(100));
    state.debit(1, rate, at(0));
    assert_eq!(state.reserve(Some(rate), at(99)), RetryAt(at(100)));
    assert_eq!(state.reserve(Some(rate), at(900)), SendAt(at(1000)));
    state.debit(1, rate, at(900));
    assert_eq!(state.reserve(Some(rate), at(1900)), SendAt(at(2000)));
}
