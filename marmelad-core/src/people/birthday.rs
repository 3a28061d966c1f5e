//! Birthdays: parsing typed dates, and the days on which they are celebrated.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::local_day;

mod parse;

pub use parse::{check_birthday, parse_birthday};

/// How old a client may be, in whole years.
pub const AGES: std::ops::RangeInclusive<u32> = 3..=120;

/// Least number of days between two greetings, even when the client changes the birthday.
pub const MIN_DAYS_BETWEEN: i64 = 300;

/// Why a typed birthday is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BirthdayError {
    /// The text has no form of a date.
    #[error("expected a date such as 03.02.2002, 2002-02-03 or 3 февраля 2002")]
    NotADate,
    /// Written like a date, but the calendar has no such day.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    #[error("the date lies in the future")]
    InFuture,
    /// The client would be younger than 3 years.
    #[error("the age must be at least {} years", AGES.start())]
    TooYoung,
    /// The client would be older than 120 years.
    #[error("the age must be at most {} years", AGES.end())]
    TooOld,
}

impl BirthdayError {
    /// The message for clients; empty when the bot's example explains enough.
    pub const fn in_russian(self) -> &'static str {
        match self {
            Self::NotADate => "",
            Self::NoSuchDay => "Такого дня нет в календаре.",
            Self::InFuture => "Эта дата ещё не наступила.",
            Self::TooYoung => "Дарим скидки тем, кому уже исполнилось 3 года.",
            Self::TooOld => "Проверьте, пожалуйста, год: получается больше 120 лет.",
        }
    }
}

/// Month × 100 + day, as stored in `birthday_md`: 3 February is 203, 29 February is 229.
pub fn birthday_md(birthday: NaiveDate) -> u16 {
    // Month and day are at most 12 and 31, so the number always fits.
    u16::try_from(birthday.month() * 100 + birthday.day()).unwrap_or_default()
}

/// The day of a year on which a birthday is celebrated; 29 February moves to the 28th in common years.
pub fn celebrated_on(birthday: NaiveDate, year: i32) -> NaiveDate {
    let same_day = NaiveDate::from_ymd_opt(year, birthday.month(), birthday.day());
    // Only 29 February can be missing from a year.
    same_day.or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(birthday)
}

/// Every `birthday_md` celebrated on this local day; on 28 February of a common year also 229.
pub fn due_on(day: NaiveDate) -> Vec<u16> {
    let mut due = vec![birthday_md(day)];
    if (day.month(), day.day()) == (2, 28) && !day.leap_year() {
        due.push(229);
    }
    due
}

/// Age in whole years on this day; 29 February counts as celebrated. 0 before birth.
pub fn age_on(birthday: NaiveDate, day: NaiveDate) -> u32 {
    let years = day.year() - birthday.year() - i32::from(day < celebrated_on(birthday, day.year()));
    u32::try_from(years).unwrap_or(0)
}

/// The latest birthday of a person who is at least `age` whole years old on this day. Earlier birthdays also qualify.
pub fn latest_birthday(age: u16, day: NaiveDate) -> NaiveDate {
    let year = day.year() - i32::from(age);
    due_on(day)
        .into_iter()
        .filter_map(|md| {
            NaiveDate::from_ymd_opt(year, u32::from(md / 100), u32::from(md % 100))
        })
        .max()
        // Only 29 February can be missing from a year; then 28 February is the latest.
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .unwrap_or(day)
}

/// Checks whether the birthday may be changed; otherwise returns the first instant at which it may.
pub fn may_change(
    last_changed: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    change_days: u32,
) -> Result<(), DateTime<Utc>> {
    match last_changed.map(|at| at + Duration::days(change_days.into())) {
        Some(next) if now < next => Err(next),
        _ => Ok(()),
    }
}

/// Whether a client whose birthday is due on `day` is greeted: once per local calendar year, at least
/// [`MIN_DAYS_BETWEEN`] days after the last greeting, and not within `hold_days` after the birthday was set or
/// changed, so that nobody collects gifts by moving a birthday.
pub fn may_celebrate(
    day: NaiveDate,
    last_celebrated_on: Option<NaiveDate>,
    birthday_changed_at: Option<DateTime<Utc>>,
    hold_days: u32,
    zone: Tz,
) -> bool {
    let is_next_time = last_celebrated_on
        .is_none_or(|last| last.year() < day.year() && (day - last).num_days() >= MIN_DAYS_BETWEEN);
    let is_settled = birthday_changed_at
        .and_then(|at| local_day(at, zone).checked_add_days(Days::new(hold_days.into())))
        .is_none_or(|settled| settled <= day);
    is_next_time && is_settled
}

#[cfg(test)]
mod tests;
