//! A filter as a part of `WHERE`, in SQL that both databases understand.
//!
//! Each condition is true or false and never NULL, so that `NOT` negates it.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::kernel::Moment;
use marmelad_core::segments::{Condition, SegmentFilter};
use sqlx::QueryBuilder;

use super::super::dialect::{Database, from_hundredths};

/// A condition on the row `u` of `users`, with a `?` for each of its values in order.
#[derive(Debug)]
pub(in crate::sql) struct Compiled {
    pub(in crate::sql) sql: String,
    pub(in crate::sql) binds: Vec<Bind>,
}

/// A value to bind.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sql) enum Bind {
    Text(String),
    Number(i64),
    Flag(bool),
    Day(NaiveDate),
    Time(DateTime<Utc>),
    Kopecks(i64),
}

impl Compiled {
    /// Appends the condition with its values to a query in which `u` is `users`.
    pub(in crate::sql) fn push_into(self, query: &mut QueryBuilder<Database>) {
        // The SQL contains no text that people wrote, so every `?` is a placeholder.
        let mut binds = self.binds.into_iter();
        for (place, part) in self.sql.split('?').enumerate() {
            if place > 0
                && let Some(bind) = binds.next()
            {
                match bind {
                    Bind::Text(text) => query.push_bind(text),
                    Bind::Number(number) => query.push_bind(number),
                    Bind::Flag(flag) => query.push_bind(flag),
                    Bind::Day(day) => query.push_bind(day),
                    Bind::Time(at) => query.push_bind(at),
                    Bind::Kopecks(kopecks) => query.push_bind(from_hundredths(kopecks)),
                };
            }
            query.push(part);
        }
    }
}

/// A filter as a condition.
pub(in crate::sql) fn compile(filter: &SegmentFilter, moment: &Moment) -> Compiled {
    let mut out = Writer { sql: String::new(), binds: Vec::new(), moment };
    out.filter(filter);
    Compiled { sql: out.sql, binds: out.binds }
}

/// What a condition costs per client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cost {
    Column,
    /// Searches a JSON list.
    Json,
}

fn cost(filter: &SegmentFilter) -> Cost {
    match filter {
        SegmentFilter::All(parts) | SegmentFilter::Any(parts) => {
            parts.iter().map(cost).max().unwrap_or(Cost::Column)
        }
        SegmentFilter::Not(part) => cost(part),
        SegmentFilter::Condition(Condition::Tags(_)) => Cost::Json,
        SegmentFilter::Condition(_) => Cost::Column,
    }
}

pub(super) struct Writer<'a> {
    pub(super) sql: String,
    pub(super) binds: Vec<Bind>,
    pub(super) moment: &'a Moment,
}

impl Writer<'_> {
    pub(super) fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    pub(super) fn bind(&mut self, bind: Bind) {
        self.sql.push('?');
        self.binds.push(bind);
    }

    fn filter(&mut self, filter: &SegmentFilter) {
        match filter {
            SegmentFilter::All(parts) if parts.is_empty() => self.push("1 = 1"),
            SegmentFilter::Any(parts) if parts.is_empty() => self.push("1 = 0"),
            SegmentFilter::All(parts) => self.joined(parts, true),
            SegmentFilter::Any(parts) => self.joined(parts, false),
            SegmentFilter::Not(part) => {
                self.push("NOT (");
                self.filter(part);
                self.push(")");
            }
            SegmentFilter::Condition(condition) => self.condition(condition),
        }
    }

    /// Cheap conditions first: they often decide.
    fn joined(&mut self, parts: &[SegmentFilter], is_all: bool) {
        let mut parts: Vec<_> = parts.iter().collect();
        parts.sort_by_key(|part| cost(part));
        let word = if is_all { " AND " } else { " OR " };
        self.push("(");
        for (place, part) in parts.into_iter().enumerate() {
            self.push(if place > 0 { word } else { "" });
            self.filter(part);
        }
        self.push(")");
    }
}
