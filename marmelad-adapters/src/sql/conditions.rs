//! Conditions, order and paging that the queries of all lists share.

use std::fmt::Display;

use chrono::DateTime;
use marmelad_core::kernel::{PageRequest, Sorting, TimeRange, to_millis};
use sqlx::{Encode, QueryBuilder, Type};

use super::dialect::Database;

/// Appends conditions to a query that has a `WHERE` already.
pub(super) trait Conditions {
    /// ` AND column = value`; `None` adds nothing.
    fn equal<T>(&mut self, column: &str, value: Option<T>)
    where
        T: for<'q> Encode<'q, Database> + Type<Database> + Send + 'static;

    /// ` AND` the column lies within a period; an open end adds nothing.
    fn within(&mut self, column: &str, period: TimeRange);

    /// ` AND` the column begins with a text, as a range, because `LIKE` does not use the index on every database.
    fn begins_with(&mut self, column: &str, prefix: Option<&str>);

    /// ` ORDER BY` the column and the id, limited to one page.
    fn page(&mut self, sort: Sorting<impl Display>, page: PageRequest);

    /// ` LIMIT … OFFSET …` of one page.
    fn limit(&mut self, page: PageRequest);
}

/// Sorts behind every other character in both databases.
const LAST_CHARACTER: char = char::MAX;

/// The first second of the year 9999, in Unix time.
const LATEST: i64 = 253_370_764_800;

/// A period within the years that both databases can store. A bound that excludes nothing falls away; a bound that
/// excludes everything moves to the end of these years.
fn storable(period: TimeRange) -> TimeRange {
    let earliest = DateTime::UNIX_EPOCH;
    let latest = DateTime::from_timestamp(LATEST, 0).unwrap_or(earliest);
    let (from, to) = (period.from, period.to);
    TimeRange {
        from: from.filter(|at| *at > earliest).map(|at| at.min(latest)),
        to: to.filter(|at| *at < latest).map(|at| at.max(earliest)),
    }
}

impl Conditions for QueryBuilder<Database> {
    fn equal<T>(&mut self, column: &str, value: Option<T>)
    where
        T: for<'q> Encode<'q, Database> + Type<Database> + Send + 'static,
    {
        if let Some(value) = value {
            self.push(" AND ").push(column).push(" = ").push_bind(value);
        }
    }

    fn within(&mut self, column: &str, period: TimeRange) {
        let period = storable(period);
        for (bound, instant) in [(" >= ", period.from), (" <= ", period.to)] {
            if let Some(instant) = instant {
                self.push(" AND ").push(column).push(bound);
                self.push_bind(to_millis(instant));
            }
        }
    }

    fn begins_with(&mut self, column: &str, prefix: Option<&str>) {
        let Some(prefix) = prefix else { return };
        self.push(" AND ").push(column).push(" >= ");
        self.push_bind(prefix.to_owned());
        self.push(" AND ").push(column).push(" < ");
        self.push_bind(format!("{prefix}{LAST_CHARACTER}"));
    }

    fn page(&mut self, sort: Sorting<impl Display>, page: PageRequest) {
        let direction = if sort.is_descending { " DESC" } else { "" };
        self.push(format_args!(" ORDER BY {}{direction}, id{direction}", sort.by));
        self.limit(page);
    }

    fn limit(&mut self, page: PageRequest) {
        self.push(" LIMIT ").push_bind(i64::from(page.per_page));
        self.push(" OFFSET ").push_bind(page.offset());
    }
}
