//! Russian formatting of dates, sums and counts.
//!
//! Spaces are plain spaces, so that a search finds «10 %» and «1 500 ₽».

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::{DiscountValue, Money};

/// Month names in the genitive, as dates use them; January first.
pub const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// «5 марта»; «5 марта 2027» when the year is not the current one.
pub fn day(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() {
        format!("{} {}", date.day(), MONTHS[date.month0() as usize])
    } else {
        day_of_year(date)
    }
}

/// Formats a date with its year: «3 февраля 2002».
pub fn day_of_year(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// «5 марта в 14:05», in the zone; the year as in [`day`].
pub fn moment(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let local = at.with_timezone(&zone);
    let date = day(local.date_naive(), now.with_timezone(&zone).date_naive());
    format!("{date} в {}", local.format("%H:%M"))
}

/// «150 ₽», «1 500,50 ₽».
pub fn money(sum: Money) -> String {
    let kopecks = sum.kopecks();
    match kopecks % 100 {
        0 => format!("{} ₽", grouped(kopecks / 100)),
        rest => format!("{},{rest:02} ₽", grouped(kopecks / 100)),
    }
}

/// «10 %», «12,5 %», «150 ₽».
pub fn discount_value(value: DiscountValue) -> String {
    match value {
        DiscountValue::Fixed(sum) => money(sum),
        DiscountValue::Percent(percent) => {
            let (whole, rest) = (percent.hundredths() / 100, percent.hundredths() % 100);
            match rest {
                0 => format!("{whole} %"),
                _ => format!("{whole},{} %", format!("{rest:02}").trim_end_matches('0')),
            }
        }
    }
}

/// Chooses the Russian noun form for a count: 1 код, 2 кода, 5 кодов.
pub fn plural<'a>(count: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// «1 минуту», «2 минуты», «5 минут»: after «через».
pub fn minutes(count: u64) -> String {
    format!("{} {}", grouped_count(count), plural(count, "минуту", "минуты", "минут"))
}

/// «1 день», «2 дня», «365 дней».
pub fn days(count: u64) -> String {
    format!("{} {}", grouped_count(count), plural(count, "день", "дня", "дней"))
}

/// «1 код», «2 кода», «1 240 кодов».
pub fn codes(count: u64) -> String {
    format!("{} {}", grouped_count(count), plural(count, "код", "кода", "кодов"))
}

/// Groups thousands: «1 240».
pub fn grouped_count(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::kernel::ValueType;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_name_the_year_only_when_it_is_another() {
        let today = date("2026-03-01");
        assert_eq!(day(date("2026-03-05"), today), "5 марта");
        assert_eq!(day(date("2027-01-01"), today), "1 января 2027");
        let at = "2026-03-05T04:05:00Z".parse().unwrap();
        assert_eq!(moment(at, chrono_tz::Asia::Vladivostok, at), "5 марта в 14:05");
    }

    #[rstest]
    #[case(15_000, "150 ₽")]
    #[case(150_050, "1 500,50 ₽")]
    #[case(999_999_999, "9 999 999,99 ₽")]
    #[case(5, "0,05 ₽")]
    fn sums(#[case] kopecks: i64, #[case] text: &str) {
        assert_eq!(money(Money::from_kopecks(kopecks).unwrap()), text);
    }

    #[rstest]
    #[case(ValueType::Percent, 1_000, "10 %")]
    #[case(ValueType::Percent, 1_250, "12,5 %")]
    #[case(ValueType::Percent, 1_205, "12,05 %")]
    #[case(ValueType::Fixed, 15_000, "150 ₽")]
    fn values(#[case] kind: ValueType, #[case] hundredths: i64, #[case] text: &str) {
        assert_eq!(discount_value(DiscountValue::from_hundredths(kind, hundredths).unwrap()), text);
    }

    #[rstest]
    #[case(1, "1 минуту")]
    #[case(2, "2 минуты")]
    #[case(5, "5 минут")]
    #[case(11, "11 минут")]
    #[case(12, "12 минут")]
    #[case(21, "21 минуту")]
    #[case(112, "112 минут")]
    #[case(1_000, "1 000 минут")]
    fn counted_minutes(#[case] count: u64, #[case] text: &str) {
        assert_eq!(minutes(count), text);
    }
}
