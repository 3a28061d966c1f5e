//! Tests as ranges of numbers and windows of time.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use marmelad_core::kernel::{Moment, start_of_day};
use marmelad_core::segments::{Comparison, TimeTest, When};

/// A range of numbers, both ends included; `None` = open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
}

/// Inside one of the ranges or, negated, outside all of them.
#[derive(Debug)]
pub(super) struct Ranges {
    pub(super) list: Vec<Range>,
    pub(super) is_negated: bool,
}

impl Ranges {
    /// `number` turns a value into a whole number of its smallest unit.
    pub(super) fn of<T: Copy>(test: &Comparison<T>, number: impl Fn(T) -> i64) -> Self {
        let range = |from, to| vec![Range { from, to }];
        let just = |value: T| Range { from: Some(number(value)), to: Some(number(value)) };
        let list = match test {
            Comparison::Eq(value) | Comparison::Ne(value) => vec![just(*value)],
            Comparison::Lt(limit) => range(None, Some(number(*limit) - 1)),
            Comparison::Lte(limit) => range(None, Some(number(*limit))),
            Comparison::Gt(limit) => range(Some(number(*limit) + 1), None),
            Comparison::Gte(limit) => range(Some(number(*limit)), None),
            Comparison::Between(from, to) => range(Some(number(*from)), Some(number(*to))),
            Comparison::In(values) => values.iter().copied().map(just).collect(),
        };
        Self { list, is_negated: matches!(test, Comparison::Ne(_)) }
    }
}

/// From `from` until before `until` or, negated, outside of it.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) from: Option<DateTime<Utc>>,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) is_negated: bool,
}

impl Window {
    pub(super) fn of(test: &TimeTest, moment: &Moment) -> Self {
        let begin = |when: &When| Some(span(*when, moment).0);
        let end = |when: &When| Some(span(*when, moment).1);
        let (from, until) = match test {
            TimeTest::Eq(when) | TimeTest::Ne(when) => (begin(when), end(when)),
            TimeTest::Lt(when) => (None, begin(when)),
            TimeTest::Lte(when) => (None, end(when)),
            TimeTest::Gt(when) => (end(when), None),
            TimeTest::Gte(when) => (begin(when), None),
            TimeTest::Between(from, to) => (begin(from), end(to)),
            TimeTest::WithinDays(days) => (Some(moment.days_ago(*days)), None),
            TimeTest::OlderThanDays(days) => (None, Some(moment.days_ago(*days))),
        };
        Self { from, until, is_negated: matches!(test, TimeTest::Ne(_)) }
    }
}

/// The first millisecond of an instant or day, and the first one after it.
fn span(when: When, moment: &Moment) -> (DateTime<Utc>, DateTime<Utc>) {
    match when {
        When::At(at) => (at, at + Duration::milliseconds(1)),
        When::Day(day) => {
            let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
            (start_of_day(day, moment.zone), start_of_day(next, moment.zone))
        }
    }
}
