use proptest::prelude::*;
use rstest::rstest;

use crate::messages::ru;
use crate::people::birthday::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const TODAY: &str = "2026-03-05";

#[rstest]
#[case("03.02.2002")]
#[case("3.2.2002")]
#[case("3 2 2002")]
#[case("3,2,2002")]
#[case("3/2/2002")]
#[case("3-2-2002")]
#[case("2002-02-03")]
#[case("2002.2.3")]
#[case("3 февраля 2002")]
#[case("3 фев 2002")]
#[case("3 фев. 2002")]
#[case("3 февр. 2002")]
#[case("3 февраль 2002")]
#[case("3 февраля 2002 г.")]
#[case("3 февраля 2002 года")]
#[case("3 февраля 2002г")]
#[case("03.02.2002 г.")]
#[case("3 ФЕВРАЛЯ 2002 Г.")]
#[case("  3 . 2 --  2002 . ")]
#[case("3\u{a0}февраля\u{2009}2002")]
#[case("3–2—2002")]
#[case("3февраля2002")]
fn reads_the_third_of_february(#[case] typed: &str) {
    assert_eq!(parse_birthday(typed, date(TODAY)), Ok(date("2002-02-03")));
}

#[rstest]
#[case("1 мая 1990", "1990-05-01")]
#[case("1 май 1990", "1990-05-01")]
#[case("1 мар 1990", "1990-03-01")]
#[case("1 июн 1990", "1990-06-01")]
#[case("1 июл 1990", "1990-07-01")]
#[case("1 сент 1990", "1990-09-01")]
#[case("1 маи\u{306} 1990", "1990-05-01")]
#[case("29.02.2004", "2004-02-29")]
#[case("05.03.2023", "2023-03-05")]
#[case("06.03.1905", "1905-03-06")]
#[case("05.03.1906", "1906-03-05")]
fn reads_other_dates(#[case] typed: &str, #[case] expected: &str) {
    assert_eq!(parse_birthday(typed, date(TODAY)), Ok(date(expected)));
}

#[rstest]
#[case("", BirthdayError::NotADate)]
#[case("привет", BirthdayError::NotADate)]
#[case("3.2", BirthdayError::NotADate)]
#[case("3.2.02", BirthdayError::NotADate)]
#[case("3.2.02002", BirthdayError::NotADate)]
#[case("003.2.2002", BirthdayError::NotADate)]
#[case("03022002", BirthdayError::NotADate)]
#[case("3 фе 2002", BirthdayError::NotADate)]
#[case("3 febr 2002", BirthdayError::NotADate)]
#[case("3 2 2002 8", BirthdayError::NotADate)]
#[case("3 февраля 2002 рождения", BirthdayError::NotADate)]
#[case("3:2:2002", BirthdayError::NotADate)]
#[case("٣.٢.٢٠٠٢", BirthdayError::NotADate)]
#[case("февраля 3 2002", BirthdayError::NotADate)]
#[case("2002 февраля 3", BirthdayError::NotADate)]
#[case("30.02.2002", BirthdayError::NoSuchDay)]
#[case("29.02.2003", BirthdayError::NoSuchDay)]
#[case("0.1.2002", BirthdayError::NoSuchDay)]
#[case("1.13.2002", BirthdayError::NoSuchDay)]
#[case("31 апреля 2002", BirthdayError::NoSuchDay)]
#[case("06.03.2026", BirthdayError::InFuture)]
#[case("1.1.9999", BirthdayError::InFuture)]
#[case("05.03.2026", BirthdayError::TooYoung)]
#[case("06.03.2023", BirthdayError::TooYoung)]
#[case("05.03.1905", BirthdayError::TooOld)]
#[case("1.1.0001", BirthdayError::TooOld)]
fn refuses(#[case] typed: &str, #[case] error: BirthdayError) {
    assert_eq!(parse_birthday(typed, date(TODAY)), Err(error));
}

#[rstest]
#[case("2002-02-03", 203)]
#[case("2004-02-29", 229)]
#[case("1999-12-31", 1231)]
fn month_and_day_as_one_number(#[case] birthday: &str, #[case] md: u16) {
    assert_eq!(birthday_md(date(birthday)), md);
}

#[rstest]
#[case("2002-02-03", 2026, "2026-02-03")]
#[case("2004-02-29", 2028, "2028-02-29")]
#[case("2004-02-29", 2026, "2026-02-28")]
#[case("2000-02-29", 2100, "2100-02-28")]
fn is_celebrated_on(#[case] birthday: &str, #[case] year: i32, #[case] day: &str) {
    assert_eq!(celebrated_on(date(birthday), year), date(day));
}

#[rstest]
#[case("2026-03-05", &[305])]
#[case("2026-02-28", &[228, 229])]
#[case("2028-02-28", &[228])]
#[case("2028-02-29", &[229])]
fn due_birthdays(#[case] day: &str, #[case] due: &[u16]) {
    assert_eq!(due_on(date(day)), due);
}

#[rstest]
#[case("2002-02-03", "2026-02-02", 23)]
#[case("2002-02-03", "2026-02-03", 24)]
#[case("2004-02-29", "2026-02-27", 21)]
#[case("2004-02-29", "2026-02-28", 22)]
#[case("2027-01-01", "2026-02-28", 0)]
fn ages(#[case] birthday: &str, #[case] day: &str, #[case] age: u32) {
    assert_eq!(age_on(date(birthday), date(day)), age);
}

#[test]
fn a_change_waits_for_its_days() {
    let changed = at("2025-03-05T10:00:00Z");
    assert_eq!(may_change(None, changed, 365), Ok(()));
    let next = at("2026-03-05T10:00:00Z");
    assert_eq!(may_change(Some(changed), at("2026-03-05T09:59:59.999Z"), 365), Err(next));
    assert_eq!(may_change(Some(changed), next, 365), Ok(()));
    assert_eq!(may_change(Some(changed), changed, 0), Ok(()));
}

#[rstest]
#[case::first_time(None, None, true)]
#[case::last_year(Some("2025-03-05"), None, true)]
#[case::this_year(Some("2026-01-01"), None, false)]
#[case::too_soon_after_new_year(Some("2025-05-10"), None, false)]
#[case::three_hundred_days(Some("2025-05-09"), None, true)]
#[case::moved_back_within_the_year(Some("2026-03-06"), None, false)]
#[case::held_to_the_last_day(None, Some("2026-02-26T13:59:59Z"), true)]
#[case::held(None, Some("2026-02-26T14:00:00Z"), false)]
#[case::given_today(None, Some("2026-03-05T00:00:00Z"), false)]
fn celebrates(#[case] last: Option<&str>, #[case] changed: Option<&str>, #[case] celebrated: bool) {
    // Midnight in Vladivostok is 14:00 UTC, so the change at 13:59 falls on 26 February and that at 14:00 on the 27th.
    let zone = chrono_tz::Asia::Vladivostok;
    assert_eq!(may_celebrate(date(TODAY), last.map(date), changed.map(at), 7, zone), celebrated);
}

#[test]
fn no_hold_celebrates_the_day_it_is_given() {
    let zone = chrono_tz::Asia::Vladivostok;
    assert!(may_celebrate(date(TODAY), None, Some(at("2026-03-05T00:00:00Z")), 0, zone));
}

fn birthdays() -> impl Strategy<Value = NaiveDate> {
    (0_u64..42_000)
        .prop_map(|days| date("1907-01-01") + Days::new(days))
        .prop_filter("at least three years old", |day| *day < date("2023-03-05"))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = parse_birthday(&text, date(TODAY));
    }

    #[test]
    fn date_like_text_is_read_or_refused(text in "[0-9]{0,4}[ .,/-]{0,2}[0-9а-я]{0,8}[ .,/-]{0,2}[0-9]{0,5}") {
        if let Ok(birthday) = parse_birthday(&text, date(TODAY)) {
            prop_assert!(AGES.contains(&age_on(birthday, date(TODAY))));
        }
    }

    #[test]
    fn every_way_to_write_a_birthday_is_read(birthday in birthdays()) {
        for typed in [
            birthday.to_string(),
            birthday.format("%d.%m.%Y").to_string(),
            birthday.format("%-d/%-m/%Y").to_string(),
            birthday.format("%-d, %-m, %Y г.").to_string(),
            ru::day_of_year(birthday),
            ru::day_of_year(birthday).to_uppercase(),
        ] {
            prop_assert_eq!(parse_birthday(&typed, date(TODAY)), Ok(birthday), "typed {}", typed);
        }
    }

    #[test]
    fn everybody_is_due_on_the_day_they_are_celebrated(birthday in birthdays(), year in 2024_i32..2104) {
        let day = celebrated_on(birthday, year);
        prop_assert!(due_on(day).contains(&birthday_md(birthday)));
        let next = celebrated_on(birthday, year + 1);
        prop_assert!(may_celebrate(next, Some(day), None, 7, chrono_tz::UTC));
    }

    #[test]
    fn the_latest_birthday_of_an_age_parts_the_older_from_the_younger(
        birthday in birthdays(),
        age in 1_u16..100,
        day in prop_oneof![birthdays(), Just(date("2027-02-28")), Just(date("2028-02-28")), Just(date("2028-02-29"))],
    ) {
        let is_so_old = age_on(birthday, day) >= u32::from(age);
        prop_assert_eq!(is_so_old, birthday <= latest_birthday(age, day));
        let edge = latest_birthday(age, day);
        prop_assert!(age_on(edge, day) >= u32::from(age));
        prop_assert!(age_on(edge + Days::new(1), day) < u32::from(age));
    }
}
