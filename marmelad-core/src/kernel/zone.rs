//! Local calendar arithmetic in the shops' zone.

use chrono::{
    DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The local calendar day of an instant.
pub fn local_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant of a local day (after a gap when midnight does not exist).
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    resolve(day.and_time(NaiveTime::MIN), zone)
}

/// 23:59:59.999 of a local day: the last millisecond at which something "until that day inclusive" holds.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    start_of_day(next, zone) - Duration::milliseconds(1)
}

/// Cuts an instant to whole milliseconds, the precision of every stored time.
pub fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// A local wall-clock time as an instant: the earlier one when a clock change repeats it, the first
/// existing one when a clock change skips it.
pub fn resolve(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        // A gap may be a whole day: Samoa had no 30 December 2011.
        LocalResult::None => (1..=100)
            .find_map(|quarters| {
                zone.from_local_datetime(&(local + Duration::minutes(15 * quarters))).earliest()
            })
            .map_or_else(|| Utc.from_utc_datetime(&local), |at| at.with_timezone(&Utc)),
    }
}

/// The instant and the time zone in which ages, local days and day counts are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_millisecond_of_a_day_in_vladivostok() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        assert_eq!(
            end_of_day(day, chrono_tz::Asia::Vladivostok).to_rfc3339(),
            "2026-03-05T13:59:59.999+00:00"
        );
    }

    #[test]
    fn a_midnight_skipped_by_a_clock_change_becomes_the_first_existing_time() {
        // Brazil's summer time began at midnight: 2018-11-04 had no 00:00.
        let day = NaiveDate::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(
            start_of_day(day, chrono_tz::America::Sao_Paulo).to_rfc3339(),
            "2018-11-04T03:00:00+00:00"
        );
    }
}
