use rstest::rstest;

use crate::delivery::budget::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_772_676_000_000 + millis).unwrap()
}

fn per_second(messages: u32) -> Pace {
    Pace::per_second(NonZeroU32::new(messages).unwrap())
}

fn per_minute(messages: u32) -> Pace {
    Pace::per_minute(NonZeroU32::new(messages).unwrap())
}

#[rstest]
#[case(per_second(25), 40)]
#[case(per_second(30), 35)]
#[case(per_second(1), 1000)]
#[case(per_minute(25), 2400)]
#[case(per_minute(1800), 35)]
#[case(per_minute(7), 8572)]
#[case(per_minute(1), 60_000)]
fn a_pace_is_a_spacing_rounded_up(#[case] pace: Pace, #[case] millis: i64) {
    assert_eq!(pace.spacing(), Duration::milliseconds(millis));
}

#[test]
fn every_budget_has_a_name_of_its_own() {
    let names = [
        BudgetKey::from(BotKind::Main),
        BotKind::Auth.into(),
        BroadcastId(7).into(),
    ];
    assert_eq!(
        names.map(|key| key.to_string()),
        ["main", "auth", "broadcast:7"]
    );
}

#[test]
fn messages_are_spaced_evenly_and_nothing_is_saved_up() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(25)));
    let first = budget.take(3, pace, at(0));
    assert_eq!((first.granted, first.retry_at), (1, Some(at(40))));
    let early = budget.take(2, pace, at(39));
    assert_eq!((early.granted, early.retry_at), (0, Some(at(40))));
    let late = budget.take(1, pace, at(5000));
    assert_eq!((late.granted, late.retry_at), (1, None));
    assert_eq!(budget.take(1, pace, at(5001)).granted, 0);
}

#[test]
fn who_asks_a_little_late_does_not_slow_down_those_behind() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(30)));
    assert_eq!(budget.take(1, pace, at(0)).granted, 1);
    let next = |budget: &mut BudgetState, now| budget.take(2, pace, at(now)).retry_at;
    assert_eq!(next(&mut budget, 38), Some(at(70)));
    assert_eq!(next(&mut budget, 75), Some(at(105)));
    assert_eq!(next(&mut budget, 113), Some(at(148)), "too late");
}

/// Each time as late as it can be: still not 31 within a second.
#[test]
fn whoever_is_late_no_second_sees_more_than_thirty() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(30)));
    let late = |millis: &i64| (millis / 35) % 2 == 0 || millis % 35 >= 5;
    let asked = (0..10_000).filter(late);
    let sent: Vec<i64> = asked
        .filter(|millis| budget.take(1, pace, at(*millis)).granted == 1)
        .collect();
    assert!(sent.len() > 270, "{}", sent.len());
    assert!(sent.windows(31).all(|few| few[30] - few[0] >= 1_045));
}

#[test]
fn a_pace_slower_than_one_a_second_is_kept() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_minute(1)));
    assert_eq!(budget.take(1, pace, at(0)).granted, 1);
    let early = budget.take(1, pace, at(59_999));
    assert_eq!((early.granted, early.retry_at), (0, Some(at(60_000))));
    assert_eq!(budget.take(1, pace, at(60_000)).granted, 1);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(25)));
    assert_eq!(budget.take(1, pace, at(3_600_000)).granted, 1);
    assert_eq!(budget.take(1, pace, at(0)).granted, 1);
    assert_eq!(budget.take(1, pace, at(39)).retry_at, Some(at(40)));
    budget.debit(25, per_second(25), at(3_600_000));
    assert_eq!(budget.take(1, pace, at(40)).granted, 1);
}

#[test]
fn a_pace_that_is_raised_holds_at_once() {
    let mut budget = BudgetState::default();
    assert_eq!(budget.take(1, Some(per_minute(1)), at(0)).granted, 1);
    assert_eq!(budget.take(1, Some(per_minute(1800)), at(1)).granted, 1);
}

#[test]
fn no_pace_of_our_own_is_no_wait() {
    let mut budget = BudgetState::default();
    let grant = budget.take(500, None, at(0));
    assert_eq!((grant.granted, grant.retry_at), (500, None));
}

#[test]
fn a_pause_holds_everything_and_nothing_shortens_it() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(30)));
    budget.pause(at(7000));
    budget.pause(at(3000));
    for pace in [pace, None] {
        let grant = budget.take(1, pace, at(6999));
        assert_eq!((grant.granted, grant.retry_at), (0, Some(at(7000))));
    }
    assert_eq!(budget.take(1, pace, at(7000)).granted, 1);
}

/// Debits as (at, messages); from when on a delivery may go.
#[rstest]
#[case::one(&[(0, 1)], 40)]
#[case::one_after_the_other(&[(0, 1), (10, 1), (20, 1)], 120)]
#[case::several_at_once(&[(0, 3)], 120)]
#[case::none(&[(0, 0)], 0)]
#[case::paid_by_waiting(&[(0, 5), (1000, 1)], 1040)]
#[case::a_second_at_most(&[(0, 1_000_000)], 1000)]
#[case::a_second_after_the_last(&[(0, 25), (500, 25)], 1500)]
fn replies_hold_deliveries_up_for_a_second_at_most(
    #[case] debits: &[(i64, u32)],
    #[case] free: i64,
) {
    let (mut budget, pace) = (BudgetState::default(), per_second(25));
    for (millis, messages) in debits {
        budget.debit(*messages, pace, at(*millis));
    }
    if free > 0 {
        let early = budget.take(1, Some(pace), at(free - 1));
        assert_eq!((early.granted, early.retry_at), (0, Some(at(free))));
    }
    assert_eq!(budget.take(1, Some(pace), at(free)).granted, 1);
}

#[test]
fn replies_count_during_a_pause_and_do_not_end_it() {
    let (mut budget, pace) = (BudgetState::default(), per_second(25));
    budget.pause(at(100));
    budget.debit(5, pace, at(0));
    assert_eq!(budget.take(1, Some(pace), at(99)).retry_at, Some(at(100)));
    assert_eq!(budget.take(1, Some(pace), at(100)).retry_at, Some(at(200)));
}

#[test]
fn thirty_a_second_are_never_more_than_thirty() {
    let (mut budget, pace) = (BudgetState::default(), Some(per_second(30)));
    let sent = (0..10_000).filter(|millis| budget.take(1, pace, at(*millis)).granted == 1);
    assert_eq!(sent.count(), 286);
}
