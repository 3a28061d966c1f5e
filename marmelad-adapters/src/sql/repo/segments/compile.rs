//! A filter as a piece of `WHERE`, in the SQL that every database understands.
//!
//! Each condition is written so that it is true or false and never NULL: then `NOT` means what it says.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::domain::segment::{Condition, Moment, SegmentFilter};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Database, from_hundredths};
use super::measure::GroupTest;

/// A condition about the row `u` of `users`, with `?` for each of its values in order.
#[derive(Debug)]
pub(in super::super) struct Compiled {
    pub(in super::super) sql: String,
    pub(in super::super) binds: Vec<Bind>,
}

/// A value in its place.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Bind {
    Text(String),
    Number(i64),
    Flag(bool),
    Day(NaiveDate),
    Time(DateTime<Utc>),
    Kopecks(i64),
}

impl Compiled {
    /// Appends the condition with its values to a query that calls `users` `u`.
    pub(in super::super) fn push_into(self, query: &mut QueryBuilder<Database>) {
        // No text that people wrote stands in the SQL, so every `?` is a place.
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

/// How codes and purchases are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Form {
    /// Client by client, by an index: for few clients, and for queries that stop early.
    PerClient,
    /// The whole table once: for most of the clients at a time.
    InBulk,
}

/// A filter for queries that look at few clients or take them in portions, such as a broadcast's fan-out.
pub(in super::super) fn compile(filter: &SegmentFilter, moment: &Moment) -> Compiled {
    compile_as(Form::PerClient, filter, moment)
}

pub(in super::super) fn compile_as(
    form: Form,
    filter: &SegmentFilter,
    moment: &Moment,
) -> Compiled {
    Writer::written(form, moment, |out| out.filter(filter))
}

/// What it costs to look at one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cost {
    /// A column.
    Column,
    /// A list inside a column.
    Json,
    /// Other tables.
    Tables,
}

pub(super) fn cost(filter: &SegmentFilter) -> Cost {
    match filter {
        SegmentFilter::All(parts) | SegmentFilter::Any(parts) => {
            parts.iter().map(cost).max().unwrap_or(Cost::Column)
        }
        SegmentFilter::Not(part) => cost(part),
        SegmentFilter::Condition(condition) => match condition {
            Condition::Tags(_) => Cost::Json,
            Condition::DiscountsIssued(_)
            | Condition::DiscountsRedeemed(_)
            | Condition::LastRedeemedAt(_)
            | Condition::OrdersCount(_)
            | Condition::OrdersTotal(_) => Cost::Tables,
            _ => Cost::Column,
        },
    }
}

/// One test more, in one with another that looks at the same rows.
fn add_group(tests: &mut Vec<GroupTest>, test: GroupTest, is_all: bool) {
    let left = tests
        .iter_mut()
        .try_fold(test, |test, one| one.merge(test, is_all).err());
    tests.extend(left);
}

pub(super) struct Writer<'a> {
    pub(super) sql: String,
    pub(super) binds: Vec<Bind>,
    pub(super) moment: &'a Moment,
    pub(super) form: Form,
}

impl<'a> Writer<'a> {
    fn written(form: Form, moment: &'a Moment, write: impl FnOnce(&mut Self)) -> Compiled {
        let mut out = Self {
            sql: String::new(),
            binds: Vec::new(),
            moment,
            form,
        };
        write(&mut out);
        Compiled {
            sql: out.sql,
            binds: out.binds,
        }
    }

    /// A piece that stands inside of another.
    pub(super) fn alone(moment: &'a Moment, write: impl FnOnce(&mut Self)) -> Compiled {
        Self::written(Form::InBulk, moment, write)
    }

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

    /// The cheap first: what follows is often not needed then.
    fn joined(&mut self, parts: &[SegmentFilter], is_all: bool) {
        let mut parts: Vec<_> = parts.iter().collect();
        parts.sort_by_key(|part| cost(part));
        let mut in_groups = Vec::new();
        let mut is_first = true;
        self.push("(");
        for part in parts {
            if self.form == Form::InBulk
                && let SegmentFilter::Condition(condition) = part
                && let Some(test) = GroupTest::of(condition, self.moment)
            {
                add_group(&mut in_groups, test, is_all);
                continue;
            }
            self.next(&mut is_first, is_all);
            self.filter(part);
        }
        for test in in_groups {
            self.next(&mut is_first, is_all);
            self.group_test(test);
        }
        self.push(")");
    }

    fn next(&mut self, is_first: &mut bool, is_all: bool) {
        if !std::mem::take(is_first) {
            self.push(if is_all { " AND " } else { " OR " });
        }
    }

    pub(super) fn group_test(&mut self, test: GroupTest) {
        self.push(if test.is_member {
            "u.id IN ("
        } else {
            "u.id NOT IN ("
        });
        self.push(test.grouped);
        self.push(" HAVING ");
        self.push(&test.having.sql);
        self.binds.extend(test.having.binds);
        self.push(")");
    }
}
