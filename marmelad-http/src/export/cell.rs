//! A cell of a file.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_core::kernel::Money;

/// A value under a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Money(Money),
    /// `yes` or `no`.
    Flag(bool),
    Day(NaiveDate),
    /// An instant, shown in the time zone of the shops.
    Time(DateTime<Utc>),
}

impl Cell {
    /// The cell in a CSV file. Money has a comma and times are local, since a Russian Excel reads `10.05` as a day in
    /// May.
    pub fn text(&self, zone: Tz) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => guarded(text),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => money.to_string().replace('.', ","),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Time(at) => local(*at, zone),
        }
    }
}

/// `2026-03-05 12:00:00`.
pub(super) fn local(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%F %T").to_string()
}

macro_rules! cells {
    ($($variant:ident($type:ty),)+) => {
        $(
            impl From<$type> for Cell {
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }
        )+
    };
}

cells! {
    Text(String),
    Number(i64),
    Money(Money),
    Flag(bool),
    Day(NaiveDate),
    Time(DateTime<Utc>),
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, T::into)
    }
}

/// Puts an apostrophe before a text that a spreadsheet would run as a formula. [`unguarded`] removes it.
pub fn guarded(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that was given to [`guarded`]; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => text,
    }
}

/// Whether a text begins like a formula, apostrophes aside.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Анна", "Анна")]
    #[case("", "")]
    #[case("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    #[case("+79001234567", "'+79001234567")]
    #[case("-1+1", "'-1+1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\t=1", "'\t=1")]
    #[case("＝1", "'＝1")]
    #[case("'t Hooft", "'t Hooft")]
    #[case("'=1", "''=1")]
    #[case("a=1", "a=1")]
    fn no_text_is_a_formula_and_every_text_comes_back(#[case] text: &str, #[case] safe: &str) {
        assert_eq!(guarded(text), safe);
        assert_eq!(unguarded(safe), text);
    }

    #[test]
    fn values_are_written_as_excel_in_russia_reads_them() {
        let zone = chrono_tz::Asia::Vladivostok;
        let at: DateTime<Utc> = "2026-03-05T02:00:00.123Z".parse().unwrap_or_default();
        for (cell, text) in [
            (Cell::Empty, ""),
            (Cell::Number(-5), "-5"),
            (Cell::Money("10.05".parse().unwrap_or_default()), "10,05"),
            (Cell::Flag(true), "yes"),
            (Cell::Day(at.date_naive()), "2026-03-05"),
            (Cell::Time(at), "2026-03-05 12:00:00"),
        ] {
            assert_eq!(cell.text(zone), text);
        }
    }
}
