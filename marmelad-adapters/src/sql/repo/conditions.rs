//! What the filters of lists have in common.

use std::fmt::Display;

use chrono::DateTime;
use marmelad_core::kernel::{PageRequest, Period, Sorting, to_millis};
use sqlx::{Encode, QueryBuilder, Type};

use super::super::dialect::Database;

/// Appends conditions to a query that has a `WHERE` already.
pub(super) trait Conditions {
    /// ` AND column = value`, if there is one.
    fn equal<T>(&mut self, column: &str, value: Option<T>)
    where
        T: for<'q> Encode<'q, Database> + Type<Database> + Send + 'static;

    /// ` AND` the column lies within a period; open ends are left out.
    fn within(&mut self, column: &str, period: Period);

    /// ` AND` the column begins with a text; by its index, which `LIKE` would not use on every database.
    fn begins_with(&mut self, column: &str, prefix: Option<&str>);

    /// ` ORDER BY` the column, then by id, one page of it.
    fn page(&mut self, sort: Sorting<impl Display>, page: PageRequest);
}

/// Follows every other character, in both databases' order of codes.
const LAST_CHARACTER: char = char::MAX;

/// The beginning of the year 9999, in seconds of Unix time.
const LATEST: i64 = 253_370_764_800;

/// Nothing that is stored lies outside the years that every database can write down. A bound beyond them that asks
/// nothing falls away; one that leaves nothing may as well stand at their end.
fn storable(period: Period) -> Period {
    let earliest = DateTime::UNIX_EPOCH;
    let latest = DateTime::from_timestamp(LATEST, 0).unwrap_or(earliest);
    let (from, to) = (period.from, period.to);
    Period {
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

    fn within(&mut self, column: &str, period: Period) {
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
        self.push(format_args!(
            " ORDER BY {}{direction}, id{direction} LIMIT ",
            sort.by
        ));
        self.push_bind(i64::from(page.per_page));
        self.push(" OFFSET ").push_bind(page.offset());
    }
}
