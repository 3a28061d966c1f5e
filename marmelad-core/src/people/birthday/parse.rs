//! Parsing of a typed birthday.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::people::{AGES, BirthdayError, age_on};

/// Parses a typed birthday such as `03.02.2002`, `3 2 2002`, `3/2/2002`, `2002-02-03` or `3 февраля 2002 г.`: day,
/// month, year or year, month, day, separated by any run of spaces, dots, commas, slashes and dashes.
pub fn parse_birthday(text: &str, today: NaiveDate) -> Result<NaiveDate, BirthdayError> {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    let parts = parts(&lower).ok_or(BirthdayError::NotADate)?;
    let (day, month, year) = match parts[..] {
        [day, Part::Word(month), year]
        | [day, Part::Word(month), year, Part::Word("г" | "год" | "года")] => {
            (day.number(2), month_of(month), year.year())
        }
        [year @ Part::Digits(digits), month, day] if digits.len() == 4 => {
            (day.number(2), month.number(2), year.year())
        }
        [day, month, year]
        | [day, month @ Part::Digits(_), year, Part::Word("г" | "год" | "года")] => {
            (day.number(2), month.number(2), year.year())
        }
        _ => return Err(BirthdayError::NotADate),
    };
    let (Some(day), Some(month), Some(year)) = (day, month, year) else {
        return Err(BirthdayError::NotADate);
    };
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(BirthdayError::NoSuchDay)?;
    check_birthday(date, today).map(|()| date)
}

/// Checks that a client's age on `today` lies in [`AGES`].
pub fn check_birthday(date: NaiveDate, today: NaiveDate) -> Result<(), BirthdayError> {
    if date > today {
        return Err(BirthdayError::InFuture);
    }
    match age_on(date, today) {
        age if age < *AGES.start() => Err(BirthdayError::TooYoung),
        age if age > *AGES.end() => Err(BirthdayError::TooOld),
        _ => Ok(()),
    }
}

/// A run of digits or of letters.
#[derive(Clone, Copy)]
enum Part<'a> {
    Digits(&'a str),
    Word(&'a str),
}

impl Part<'_> {
    /// Parses a number of at most `max_digits` digits.
    fn number(self, max_digits: usize) -> Option<u32> {
        match self {
            Self::Digits(digits) if digits.len() <= max_digits => digits.parse().ok(),
            _ => None,
        }
    }

    /// Parses a number of exactly four digits.
    fn year(self) -> Option<i32> {
        match self {
            Self::Digits(digits) if digits.len() == 4 => digits.parse().ok(),
            _ => None,
        }
    }
}

/// Splits a text into numbers and words; `None` when the text holds anything besides them and separators.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = |sign: char| sign.is_ascii_digit();
        let run: &dyn Fn(char) -> bool = match first {
            _ if is_digit(first) => &is_digit,
            _ if first.is_alphabetic() => &char::is_alphabetic,
            _ if is_separator(first) => &is_separator,
            _ => return None,
        };
        let (head, tail) = rest.split_at(rest.find(|sign| !run(sign)).unwrap_or(rest.len()));
        if is_digit(first) {
            parts.push(Part::Digits(head));
        } else if first.is_alphabetic() {
            parts.push(Part::Word(head));
        }
        rest = tail;
    }
    Some(parts)
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '.' | ',' | '/' | '-' | '‐' | '‑' | '–' | '—' | '−')
}

/// Finds a month by its genitive or nominative name or a prefix of three or more letters (`фев`, `сент`).
fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [[&str; 2]; 12] = [
        ["января", "январь"],
        ["февраля", "февраль"],
        ["марта", "март"],
        ["апреля", "апрель"],
        ["мая", "май"],
        ["июня", "июнь"],
        ["июля", "июль"],
        ["августа", "август"],
        ["сентября", "сентябрь"],
        ["октября", "октябрь"],
        ["ноября", "ноябрь"],
        ["декабря", "декабрь"],
    ];
    let is_named = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(word));
    let place = (word.chars().count() >= 3).then(|| MONTHS.iter().position(is_named)).flatten()?;
    u32::try_from(place + 1).ok()
}
