//! When a daily job is due: once per local day, from the job's hour until the day ends.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::kernel::{end_of_day, local_day, resolve, start_of_day};
use crate::settings::QuietHours;

/// The instant at which a local hour (0–23) of a day begins.
pub fn hour_of(day: NaiveDate, hour: u32, zone: Tz) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    resolve(day.and_time(time), zone)
}

/// The local day whose job is due at `now`: from the job's hour until the day ends. A missed day is
/// not made up for.
pub fn due_day(now: DateTime<Utc>, hour: u32, zone: Tz) -> Option<NaiveDate> {
    let today = local_day(now, zone);
    (now >= hour_of(today, hour, zone)).then_some(today)
}

/// When marketing that is decided on at `now` may be sent: at once, or at the end of the quiet
/// hours. `None` = the quiet hours last until `day` ends.
pub fn marketing_slot(
    now: DateTime<Utc>,
    day: NaiveDate,
    quiet: Option<QuietHours>,
    zone: Tz,
) -> Option<DateTime<Utc>> {
    let slot = quiet.and_then(|quiet| quiet.wait_until(now, zone)).unwrap_or(now);
    (slot <= end_of_day(day, zone)).then_some(slot)
}

/// The discounts that the reminders of one day are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderWindow {
    /// Earliest expiry of a discount, inclusive.
    pub from: DateTime<Utc>,
    /// Latest expiry of a discount, inclusive: the end of the same local day.
    pub to: DateTime<Utc>,
    /// Discounts issued after this instant live shorter than the reminder looks ahead and are left out.
    pub issued_by: DateTime<Utc>,
}

impl ReminderWindow {
    /// The window for reminders at `hour` of `day`, `days_before` days before a discount's last
    /// day. `None` when a date lies outside the calendar.
    pub fn of(day: NaiveDate, hour: u32, days_before: u32, zone: Tz) -> Option<Self> {
        let last_day = day.checked_add_days(Days::new(days_before.into()))?;
        Some(Self {
            from: start_of_day(last_day, zone),
            to: end_of_day(last_day, zone),
            issued_by: hour_of(day, hour, zone),
        })
    }

    /// Whether the discount is in the window. The planned time of the reminder counts, not the
    /// actual time of the job, so a late scheduler does not change who is reminded.
    pub fn is_about(&self, issued_at: DateTime<Utc>, expires_at: DateTime<Utc>) -> bool {
        issued_at <= self.issued_by && (self.from..=self.to).contains(&expires_at)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Vladivostok;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::before_its_hour("2026-03-04T22:59:59.999Z", 9, ZONE, None)]
    #[case::at_its_hour("2026-03-04T23:00:00Z", 9, ZONE, Some("2026-03-05"))]
    #[case::down_at_that_hour("2026-03-05T13:59:59.999Z", 9, ZONE, Some("2026-03-05"))]
    #[case::the_next_day("2026-03-05T14:00:00Z", 9, ZONE, None)]
    #[case::midnight("2026-03-05T14:00:00Z", 0, ZONE, Some("2026-03-06"))]
    #[case::another_zone("2026-03-05T09:00:00Z", 9, chrono_tz::UTC, Some("2026-03-05"))]
    #[case::far_west("2026-03-05T09:00:00Z", 22, chrono_tz::Pacific::Honolulu, Some("2026-03-04"))]
    // In São Paulo, 2018-11-04 began at 01:00.
    #[case::hour_that_does_not_exist(
        "2018-11-04T02:59:59Z",
        0,
        chrono_tz::America::Sao_Paulo,
        Some("2018-11-03")
    )]
    #[case::first_hour_there_is(
        "2018-11-04T03:00:00Z",
        0,
        chrono_tz::America::Sao_Paulo,
        Some("2018-11-04")
    )]
    fn a_job_is_due_from_its_hour_to_the_end_of_the_day(
        #[case] now: &str,
        #[case] hour: u32,
        #[case] zone: Tz,
        #[case] day: Option<&str>,
    ) {
        assert_eq!(due_day(at(now), hour, zone), day.map(date));
    }

    #[rstest]
    #[case::by_day("2026-03-05T02:00:00Z", "21:00", "09:00", Some("2026-03-05T02:00:00Z"))]
    #[case::early("2026-03-04T22:00:00Z", "21:00", "09:00", Some("2026-03-04T23:00:00Z"))]
    #[case::late("2026-03-05T11:00:00Z", "21:00", "09:00", None)]
    #[case::over_noon("2026-03-05T02:00:00Z", "12:00", "14:00", Some("2026-03-05T04:00:00Z"))]
    #[case::to_the_last_minute(
        "2026-03-05T11:00:00Z",
        "21:00",
        "23:59",
        Some("2026-03-05T13:59:00Z")
    )]
    #[case::to_midnight("2026-03-05T11:00:00Z", "21:00", "00:00", None)]
    fn marketing_waits_through_quiet_hours_but_not_into_the_next_day(
        #[case] now: &str,
        #[case] from: &str,
        #[case] to: &str,
        #[case] slot: Option<&str>,
    ) {
        let quiet = QuietHours::from_json(&json!({ "from": from, "to": to })).unwrap();
        assert_eq!(marketing_slot(at(now), date("2026-03-05"), Some(quiet), ZONE), slot.map(at));
    }

    #[test]
    fn without_quiet_hours_marketing_goes_at_once() {
        let now = at("2026-03-05T13:59:00Z");
        assert_eq!(marketing_slot(now, date("2026-03-05"), None, ZONE), Some(now));
    }

    #[rstest]
    #[case::last_day("2026-03-01T00:00:00Z", "2026-03-08T13:59:59.999Z", true)]
    #[case::in_the_middle_of_that_day("2026-03-01T00:00:00Z", "2026-03-08T02:00:00Z", true)]
    #[case::a_day_early("2026-03-01T00:00:00Z", "2026-03-07T13:59:59.999Z", false)]
    #[case::a_day_late("2026-03-01T00:00:00Z", "2026-03-08T14:00:00Z", false)]
    #[case::issued_at_the_reminder("2026-03-05T02:00:00Z", "2026-03-08T13:59:59.999Z", true)]
    #[case::lives_shorter("2026-03-05T02:00:00.001Z", "2026-03-08T13:59:59.999Z", false)]
    fn a_reminder_is_about_discounts_that_expire_in_three_days(
        #[case] issued: &str,
        #[case] expires: &str,
        #[case] expected: bool,
    ) {
        let window = ReminderWindow::of(date("2026-03-05"), 12, 3, ZONE).unwrap();
        assert_eq!(window.is_about(at(issued), at(expires)), expected);
    }

    #[test]
    fn dates_outside_the_calendar_give_no_window() {
        assert_eq!(ReminderWindow::of(NaiveDate::MAX, 12, 3, ZONE), None);
    }
}
