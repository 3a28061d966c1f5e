//! Quiet hours: the part of the day in which no marketing is sent.

use chrono::{DateTime, Days, NaiveTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::kernel::resolve;

/// A range of local time from `from` (included) to `to` (excluded), usually across midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
}

/// The value does not describe quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {{\"from\":\"21:00\",\"to\":\"09:00\"}} with two different times, or null")]
pub struct QuietHoursError;

impl QuietHours {
    /// The default quiet hours, 21:00–09:00.
    pub const DEFAULT: Self = Self { from: hour(21), to: hour(9) };

    /// Parses the JSON form `{"from":"21:00","to":"09:00"}`.
    pub fn from_json(value: &Value) -> Result<Self, QuietHoursError> {
        let object = value.as_object().filter(|object| object.len() == 2).ok_or(QuietHoursError)?;
        let time = |key| {
            object.get(key).and_then(Value::as_str).and_then(time_of_day).ok_or(QuietHoursError)
        };
        let hours = Self { from: time("from")?, to: time("to")? };
        if hours.from == hours.to { Err(QuietHoursError) } else { Ok(hours) }
    }

    /// The stored JSON form.
    pub fn to_json(self) -> Value {
        Self::json(&self.from.format("%H:%M").to_string(), &self.to.format("%H:%M").to_string())
    }

    pub(super) fn json(from: &str, to: &str) -> Value {
        json!({ "from": from, "to": to })
    }

    pub fn from(self) -> NaiveTime {
        self.from
    }

    pub fn to(self) -> NaiveTime {
        self.to
    }

    /// Whether it is quiet at this local time.
    pub fn contains(self, time: NaiveTime) -> bool {
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }

    /// The next start after `now`.
    pub fn begins_after(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = now.with_timezone(&zone).naive_local();
        let begins = |days| {
            let day = local.date().checked_add_days(Days::new(days));
            day.map(|day| resolve(day.and_time(self.from), zone))
        };
        // A clock change may move today's start to before `now`, so later days are tried too.
        (0..3)
            .filter_map(begins)
            .find(|begin| *begin > now)
            .unwrap_or(now + chrono::Duration::days(1))
    }

    /// The end of the current quiet hours; `None` when `now` lies outside them.
    pub fn wait_until(self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&zone).naive_local();
        if !self.contains(local.time()) {
            return None;
        }
        let ends_today = local.time() < self.to;
        let day =
            if ends_today { local.date() } else { local.date().checked_add_days(Days::new(1))? };
        let end = resolve(day.and_time(self.to), zone);
        // In an hour that a clock change repeats, the earlier reading of the end may already have passed.
        Some(if end > now { end } else { now + (self.to - local.time()) })
    }
}

const fn hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// Parses `HH:MM` with two digits each.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let number =
        |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok().map(u32::from)).flatten();
    NaiveTime::from_hms_opt(number(hours)?, number(minutes)?, 0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!({"from": "21:00", "to": "09:00"}), true)]
    #[case(json!({"from": "00:00", "to": "23:59"}), true)]
    #[case(json!({"from": "21:00", "to": "21:00"}), false)]
    #[case(json!({"from": "24:00", "to": "09:00"}), false)]
    #[case(json!({"from": "9:00", "to": "10:00"}), false)]
    #[case(json!({"from": " 9:00", "to": "10:00"}), false)]
    #[case(json!({"from": "-9:00", "to": "10:00"}), false)]
    #[case(json!({"from": "09:00:00", "to": "10:00"}), false)]
    #[case(json!({"from": "09:60", "to": "10:00"}), false)]
    #[case(json!({"from": "09:00"}), false)]
    #[case(json!({"from": "09:00", "to": "10:00", "days": 5}), false)]
    #[case(json!({"from": 9, "to": 10}), false)]
    #[case(json!("21:00-09:00"), false)]
    fn reads_json(#[case] value: Value, #[case] good: bool) {
        match QuietHours::from_json(&value) {
            Ok(hours) => assert!(good && hours.to_json() == value),
            Err(QuietHoursError) => assert!(!good, "{value}"),
        }
    }

    #[rstest]
    #[case::evening("2026-03-05T10:59:59.999Z", None)]
    #[case::begins("2026-03-05T11:00:00Z", Some("2026-03-05T23:00:00Z"))]
    #[case::after_midnight("2026-03-05T20:00:00Z", Some("2026-03-05T23:00:00Z"))]
    #[case::last_moment("2026-03-05T22:59:59.999Z", Some("2026-03-05T23:00:00Z"))]
    #[case::over("2026-03-05T23:00:00Z", None)]
    fn over_midnight_in_vladivostok(#[case] now: &str, #[case] until: Option<&str>) {
        let until = until.map(|at| at.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(
            QuietHours::DEFAULT.wait_until(now.parse().unwrap(), chrono_tz::Asia::Vladivostok),
            until
        );
    }

    #[test]
    fn within_one_day() {
        let hours = QuietHours::from_json(&json!({"from": "13:00", "to": "14:00"})).unwrap();
        let until = hours.wait_until("2026-03-05T13:30:00Z".parse().unwrap(), chrono_tz::UTC);
        assert_eq!(until, Some("2026-03-05T14:00:00Z".parse().unwrap()));
        assert_eq!(hours.wait_until("2026-03-05T14:00:00Z".parse().unwrap(), chrono_tz::UTC), None);
    }

    #[test]
    fn the_end_lies_ahead_also_in_a_repeated_hour() {
        // Berlin repeats 02:00–03:00 on 2026-10-25; 01:10 UTC is the second 02:10 there.
        let hours = QuietHours::from_json(&json!({"from": "22:00", "to": "02:30"})).unwrap();
        let until =
            hours.wait_until("2026-10-25T01:10:00Z".parse().unwrap(), chrono_tz::Europe::Berlin);
        assert_eq!(until, Some("2026-10-25T01:30:00Z".parse().unwrap()));
    }
}
