use chrono::Duration;
use proptest::prelude::*;
use rstest::rstest;

use crate::reports::period::*;

const VLADIVOSTOK: Tz = chrono_tz::Asia::Vladivostok;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ask(from: &str, to: &str, group_by: GroupBy) -> PeriodQuery {
    PeriodQuery { from: Some(date(from)), to: Some(date(to)), group_by: Some(group_by) }
}

fn of(query: PeriodQuery, zone: Tz) -> Period {
    Period::of(query, date("2026-03-05"), zone).unwrap()
}

fn days(period: &Period) -> Vec<(String, String)> {
    let buckets = period.buckets.iter();
    buckets.map(|bucket| (bucket.first.to_string(), bucket.last.to_string())).collect()
}

#[test]
fn thirty_days_with_today_unless_told_otherwise() {
    let period = of(PeriodQuery::default(), VLADIVOSTOK);
    assert_eq!((period.from, period.to), (date("2026-02-04"), date("2026-03-05")));
    assert_eq!((period.group_by, period.buckets.len()), (GroupBy::Day, 30));
    assert_eq!(period.span().start.to_rfc3339(), "2026-02-03T14:00:00+00:00");
    assert_eq!(period.span().end.to_rfc3339(), "2026-03-05T14:00:00+00:00");
    let until = PeriodQuery { to: Some(date("2026-01-30")), ..PeriodQuery::default() };
    assert_eq!(of(until, VLADIVOSTOK).from, date("2026-01-01"));
}

#[test]
fn weeks_begin_on_monday_and_are_cut_at_the_ends() {
    // 5 March 2026 is a Thursday.
    let period = of(ask("2026-03-05", "2026-03-17", GroupBy::Week), VLADIVOSTOK);
    let expected =
        [("2026-03-05", "2026-03-08"), ("2026-03-09", "2026-03-15"), ("2026-03-16", "2026-03-17")];
    let expected = expected.map(|(first, last)| (first.to_owned(), last.to_owned()));
    assert_eq!(days(&period), expected);
    // A week over the turn of the year is one week.
    let turn = of(ask("2025-12-29", "2026-01-04", GroupBy::Week), VLADIVOSTOK);
    assert_eq!(turn.buckets.len(), 1);
}

#[test]
fn months_are_calendar_months() {
    let period = of(ask("2024-01-31", "2024-03-01", GroupBy::Month), VLADIVOSTOK);
    let expected =
        [("2024-01-31", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-01")];
    let expected = expected.map(|(first, last)| (first.to_owned(), last.to_owned()));
    assert_eq!(days(&period), expected);
}

#[rstest]
#[case::spring_forward(chrono_tz::Europe::Berlin, "2026-03-29", 23)]
#[case::fall_back(chrono_tz::Europe::Berlin, "2026-10-25", 25)]
#[case::midnight_that_does_not_exist(chrono_tz::America::Sao_Paulo, "2018-11-04", 23)]
#[case::the_hour_before_midnight_twice(chrono_tz::America::Sao_Paulo, "2018-02-17", 25)]
#[case::midnight_twice(chrono_tz::America::Havana, "2026-11-01", 25)]
#[case::half_an_hour(chrono_tz::Australia::Lord_Howe, "2026-10-04", 23)]
#[case::a_day_that_does_not_exist(chrono_tz::Pacific::Apia, "2011-12-30", 0)]
#[case::the_day_after_it(chrono_tz::Pacific::Apia, "2011-12-31", 24)]
#[case::plain(VLADIVOSTOK, "2026-03-29", 24)]
fn a_local_day_is_as_long_as_the_clocks_say(
    #[case] zone: Tz,
    #[case] day: &str,
    #[case] hours: i64,
) {
    let span = of(ask(day, day, GroupBy::Day), zone).span();
    assert_eq!((span.end - span.start).num_hours(), hours);
}

#[rstest]
#[case::backwards(ask("2026-03-05", "2026-03-04", GroupBy::Day), PeriodError::Backwards)]
#[case::points(ask("2025-01-01", "2026-01-02", GroupBy::Day), PeriodError::TooManyPoints)]
#[case::long(ask("2023-01-01", "2026-01-02", GroupBy::Month), PeriodError::TooLong)]
#[case::early(ask("1969-12-31", "1970-01-02", GroupBy::Day), PeriodError::OutOfRange)]
#[case::late(ask("9999-12-30", "9999-12-31", GroupBy::Day), PeriodError::OutOfRange)]
#[case::absurd(
    PeriodQuery { to: Some(NaiveDate::MIN), ..PeriodQuery::default() },
    PeriodError::OutOfRange
)]
#[case::beyond(
    PeriodQuery { from: Some(NaiveDate::MAX), ..PeriodQuery::default() },
    PeriodError::OutOfRange
)]
fn refusals(#[case] query: PeriodQuery, #[case] error: PeriodError) {
    assert_eq!(Period::of(query, date("2026-03-05"), VLADIVOSTOK), Err(error));
}

#[test]
fn the_longest_are_still_reported_on() {
    let year = of(ask("2024-01-01", "2024-12-31", GroupBy::Day), VLADIVOSTOK);
    assert_eq!(year.buckets.len(), MAX_POINTS);
    let three_years =
        PeriodQuery { group_by: None, ..ask("2023-01-01", "2025-12-31", GroupBy::Day) };
    let period = of(three_years, VLADIVOSTOK);
    assert_eq!((period.group_by, period.buckets.len()), (GroupBy::Week, 158));
    of(ask("9999-12-01", "9999-12-30", GroupBy::Day), VLADIVOSTOK);
}

#[test]
fn an_instant_has_its_bucket() {
    let period = of(ask("2026-03-05", "2026-03-17", GroupBy::Week), VLADIVOSTOK);
    let span = period.span();
    let millisecond = Duration::milliseconds(1);
    let second = period.buckets[1].span.start;
    assert_eq!(period.place_of(span.start - millisecond), None);
    assert_eq!(period.place_of(span.start), Some(0));
    assert_eq!(period.place_of(second - millisecond), Some(0));
    assert_eq!(period.place_of(second), Some(1));
    assert_eq!(period.place_of(span.end - millisecond), Some(2));
    assert_eq!(period.place_of(span.end), None);
}

proptest! {
    #[test]
    fn buckets_lie_end_to_end(
        start in 0_u64..20_000,
        length in 0_u64..366,
        group in 0_usize..3,
        zone in prop::sample::select(vec![
            VLADIVOSTOK,
            chrono_tz::Europe::Berlin,
            chrono_tz::America::Sao_Paulo,
            chrono_tz::Pacific::Apia,
            chrono_tz::America::Havana,
            chrono_tz::Asia::Kathmandu,
        ]),
    ) {
        let from = date("1971-01-01") + Days::new(start);
        let query = PeriodQuery {
            from: Some(from),
            to: Some(from + Days::new(length)),
            group_by: Some(GroupBy::ALL[group]),
        };
        let period = Period::of(query, from, zone).unwrap();
        let buckets = &period.buckets;
        prop_assert!(!buckets.is_empty() && buckets.len() <= MAX_POINTS);
        prop_assert_eq!(buckets[0].span.start, period.span().start);
        prop_assert_eq!(buckets[buckets.len() - 1].span.end, period.span().end);
        for pair in buckets.windows(2) {
            prop_assert_eq!(pair[0].span.end, pair[1].span.start);
            prop_assert!(pair[0].span.start <= pair[0].span.end);
            prop_assert_eq!(pair[0].last + Days::new(1), pair[1].first);
        }
    }
}
