//! The period of a report, divided into buckets.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::start_of_day;

/// The longest period of a report, in days: three years.
pub const MAX_DAYS: u32 = 1096;
/// The greatest number of points in a series.
pub const MAX_POINTS: usize = 366;
/// The first day that a report may cover.
const FIRST_DAY: (i32, u32, u32) = (1970, 1, 1);
/// The last day that a report may cover; the databases store no later dates.
const LAST_DAY: (i32, u32, u32) = (9999, 12, 30);
/// Length of a report without a first day, in days.
const DEFAULT_DAYS: u64 = 30;

/// Length of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    Day,
    /// An ISO week, from Monday.
    Week,
    Month,
}

crate::kernel::text_enum!(GroupBy {
    Day => "day",
    Week => "week",
    Month => "month",
});

/// The period of a report, as a caller asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeriodQuery {
    /// The first local day; `None` for the 30 days up to and including `to`.
    pub from: Option<NaiveDate>,
    /// The last local day, included; `None` = today.
    pub to: Option<NaiveDate>,
    /// `None` = by day, by week where there are too many days.
    pub group_by: Option<GroupBy>,
}

/// A half-open range of instants: the end is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: DateTime<Utc>,
    /// The first instant after the span.
    pub end: DateTime<Utc>,
}

/// One point of a series, made of whole local days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its first local day.
    pub first: NaiveDate,
    /// Its last local day.
    pub last: NaiveDate,
    /// The bucket as a range of instants.
    pub span: Span,
}

/// The period of a report. The first and the last bucket may cover only a part of a week or month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first local day.
    pub from: NaiveDate,
    /// The last local day, included.
    pub to: NaiveDate,
    pub group_by: GroupBy,
    pub zone: Tz,
    /// Contiguous buckets, 1–[`MAX_POINTS`].
    pub buckets: Vec<Bucket>,
}

/// Why a period is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The last day precedes the first.
    #[error("`to` lies before `from`")]
    Backwards,
    /// More than three years.
    #[error("a report is about {MAX_DAYS} days at most")]
    TooLong,
    /// More points than a series has.
    #[error("a series has {MAX_POINTS} points at most; group by week or month")]
    TooManyPoints,
    /// A day outside the reportable range.
    #[error("days from 1970-01-01 to 9999-12-30 can be reported on")]
    OutOfRange,
}

impl Period {
    /// Builds the period of a query; `today` is the local day.
    pub fn of(query: PeriodQuery, today: NaiveDate, zone: Tz) -> Result<Self, PeriodError> {
        let to = query.to.unwrap_or(today);
        let from = match query.from {
            Some(from) => from,
            None => {
                to.checked_sub_days(Days::new(DEFAULT_DAYS - 1)).ok_or(PeriodError::OutOfRange)?
            }
        };
        if day(FIRST_DAY).is_some_and(|first| from.min(to) < first)
            || day(LAST_DAY).is_some_and(|last| from.max(to) > last)
        {
            return Err(PeriodError::OutOfRange);
        }
        if to < from {
            return Err(PeriodError::Backwards);
        }
        let days = (to - from).num_days() + 1;
        if days > i64::from(MAX_DAYS) {
            return Err(PeriodError::TooLong);
        }
        let by_day = usize::try_from(days).is_ok_and(|days| days <= MAX_POINTS);
        let group_by = match query.group_by {
            Some(GroupBy::Day) if !by_day => return Err(PeriodError::TooManyPoints),
            Some(group_by) => group_by,
            None if by_day => GroupBy::Day,
            None => GroupBy::Week,
        };
        Ok(Self { from, to, group_by, zone, buckets: buckets(from, to, group_by, zone) })
    }

    pub fn span(&self) -> Span {
        span(self.from, self.to, self.zone)
    }

    /// Index of the bucket that contains an instant.
    pub fn place_of(&self, at: DateTime<Utc>) -> Option<usize> {
        let after = self.buckets.partition_point(|bucket| bucket.span.start <= at);
        let place = after.checked_sub(1)?;
        (at < self.buckets.get(place)?.span.end).then_some(place)
    }
}

fn buckets(from: NaiveDate, to: NaiveDate, group_by: GroupBy, zone: Tz) -> Vec<Bucket> {
    let mut buckets = Vec::new();
    let mut next = Some(from);
    while let Some(first) = next.filter(|first| *first <= to) {
        let last = last_day_of(first, group_by).min(to);
        buckets.push(Bucket { first, last, span: span(first, last, zone) });
        next = last.checked_add_days(Days::new(1));
    }
    buckets
}

/// The last day of the bucket that contains a day.
fn last_day_of(first: NaiveDate, group_by: GroupBy) -> NaiveDate {
    let left = match group_by {
        GroupBy::Day => 0,
        GroupBy::Week => 6 - first.weekday().num_days_from_monday(),
        GroupBy::Month => u32::from(first.num_days_in_month()) - first.day(),
    };
    first.checked_add_days(Days::new(left.into())).unwrap_or(first)
}

fn span(first: NaiveDate, last: NaiveDate, zone: Tz) -> Span {
    let after = last.checked_add_days(Days::new(1)).unwrap_or(last);
    Span { start: start_of_day(first, zone), end: start_of_day(after, zone) }
}

fn day((year, month, day): (i32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests;
