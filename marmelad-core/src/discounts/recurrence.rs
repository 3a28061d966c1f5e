//! Recurrence: how often one client may get a discount of one template.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::kernel::zone;

/// Column `discount_templates.recurrence`, as JSON: `{"type":"days","value":30}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum Recurrence {
    /// Once in a client's life.
    Once,
    /// Again after `value` × 24 hours, to the millisecond.
    Days {
        /// Number of 24-hour periods, 1–3650.
        value: u32,
    },
    /// Once per local calendar month.
    Monthly,
    /// Once per local calendar year.
    Yearly,
    Unlimited,
}

/// Result of a call of [`Recurrence::decide`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecurrenceDecision {
    Allowed,
    /// The next discount may be issued from this instant on.
    NotBefore(DateTime<Utc>),
    /// No further discount is possible.
    Never,
}

impl Recurrence {
    /// Decides from the time of the last discount that was not revoked, by the local calendar.
    pub fn decide(
        self,
        last_issued_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> RecurrenceDecision {
        let Some(last) = last_issued_at else {
            return RecurrenceDecision::Allowed;
        };
        let next = match self {
            Self::Unlimited => return RecurrenceDecision::Allowed,
            Self::Once => return RecurrenceDecision::Never,
            Self::Days { value } => last + Duration::days(i64::from(value)),
            Self::Monthly => first_of_next_month(zone::local_day(last, zone), zone),
            Self::Yearly => first_of_year(zone::local_day(last, zone).year() + 1, zone),
        };
        if now >= next { RecurrenceDecision::Allowed } else { RecurrenceDecision::NotBefore(next) }
    }

    /// Whether `value` is in its range.
    pub fn is_valid(self) -> bool {
        !matches!(self, Self::Days { value } if !(1..=3650).contains(&value))
    }
}

fn first_of_next_month(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let (year, month) =
        if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    first_of(year, month, day, zone)
}

fn first_of_year(year: i32, zone: Tz) -> DateTime<Utc> {
    first_of(year, 1, NaiveDate::MAX, zone)
}

fn first_of(year: i32, month: u32, otherwise: NaiveDate, zone: Tz) -> DateTime<Utc> {
    zone::start_of_day(NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(otherwise), zone)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::RecurrenceDecision::*;
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Vladivostok; // UTC+10 all year

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn days(value: u32) -> Recurrence {
        Recurrence::Days { value }
    }

    #[rstest]
    #[case::first_ever(Recurrence::Once, None, "2026-03-05T00:00:00Z", Allowed)]
    #[case::once_is_once(
        Recurrence::Once,
        Some("2016-01-01T00:00:00Z"),
        "2026-03-05T00:00:00Z",
        Never
    )]
    #[case::unlimited(
        Recurrence::Unlimited,
        Some("2026-03-05T00:00:00Z"),
        "2026-03-05T00:00:00Z",
        Allowed
    )]
    #[case::days_last_millisecond(
        days(30),
        Some("2026-02-01T00:00:00Z"),
        "2026-03-02T23:59:59.999Z",
        NotBefore(at("2026-03-03T00:00:00Z"))
    )]
    #[case::days_to_the_millisecond(
        days(30),
        Some("2026-02-01T00:00:00Z"),
        "2026-03-03T00:00:00Z",
        Allowed
    )]
    #[case::month_last_local_millisecond(
        Recurrence::Monthly,
        Some("2026-02-28T13:59:00Z"),
        "2026-02-28T13:59:59.999Z",
        NotBefore(at("2026-02-28T14:00:00Z"))
    )]
    #[case::month_begins_in_the_zone(
        Recurrence::Monthly,
        Some("2026-02-28T13:59:59.999Z"),
        "2026-02-28T14:00:00Z",
        Allowed
    )]
    #[case::december_to_january(
        Recurrence::Monthly,
        Some("2025-12-31T13:59:59.999Z"),
        "2025-12-31T14:00:00Z",
        Allowed
    )]
    #[case::year_last_millisecond(
        Recurrence::Yearly,
        Some("2025-12-31T13:00:00Z"),
        "2025-12-31T13:59:59.999Z",
        NotBefore(at("2025-12-31T14:00:00Z"))
    )]
    #[case::year_begins_in_the_zone(
        Recurrence::Yearly,
        Some("2025-12-31T13:00:00Z"),
        "2025-12-31T14:00:00Z",
        Allowed
    )]
    #[case::leap_day_to_next_year(
        Recurrence::Yearly,
        Some("2024-02-29T00:00:00Z"),
        "2025-02-28T00:00:00Z",
        Allowed
    )]
    #[case::a_clock_stepping_back_gives_nothing_away(
        Recurrence::Monthly,
        Some("2026-03-05T00:00:00Z"),
        "2026-02-05T00:00:00Z",
        NotBefore(at("2026-03-31T14:00:00Z"))
    )]
    fn decisions(
        #[case] rule: Recurrence,
        #[case] last: Option<&str>,
        #[case] now: &str,
        #[case] expected: RecurrenceDecision,
    ) {
        assert_eq!(rule.decide(last.map(at), at(now), ZONE), expected);
    }

    #[test]
    fn the_json_form_is_stable() {
        let read = |text: &str| serde_json::from_str::<Recurrence>(text);
        assert_eq!(read(r#"{"type":"days","value":30}"#).unwrap(), days(30));
        assert_eq!(serde_json::to_string(&Recurrence::Monthly).unwrap(), r#"{"type":"monthly"}"#);
        assert!(read(r#"{"type":"weekly"}"#).is_err());
        assert!(!days(0).is_valid() && !days(3651).is_valid() && days(3650).is_valid());
    }
}
