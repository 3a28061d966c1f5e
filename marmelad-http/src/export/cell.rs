//! What stands in a cell.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_core::kernel::Money;

/// A value in its place.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Money(Money),
    /// `yes` or `no`.
    Flag(bool),
    /// A day of the calendar.
    Day(NaiveDate),
    /// An instant, shown in the shops' zone.
    Time(DateTime<Utc>),
}

impl Cell {
    /// As text in a file. Money has a comma and times are local, as Excel in Russia reads them: `10.05` it would take
    /// for a day in May.
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

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

impl From<Option<Money>> for Cell {
    fn from(money: Option<Money>) -> Self {
        money.map_or(Self::Empty, Self::Money)
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

impl From<Option<DateTime<Utc>>> for Cell {
    fn from(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::Time)
    }
}

/// A text that no spreadsheet takes for a formula: before what could begin one stands an apostrophe. [`unguarded`]
/// gives the text back.
pub fn guarded(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// What [`guarded`] was made of; any other text stays as it is.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => text,
    }
}

/// Whether it begins like a formula, apostrophes aside.
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
