//! Counting per bucket of time, or per value of a column.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{CampaignId, Money};
use marmelad_core::reports::{Bucket, Span};
use sqlx::{FromRow, QueryBuilder};

use super::super::dialect::{Database, Hundredths};
use super::super::row::RowOf;
use super::super::statement::Row;
use super::super::transaction::Reader;
use crate::sql::fault::Fault;

/// Buckets per statement; SQLite takes at most 500 parts.
const BUCKETS_AT_ONCE: usize = 100;
/// Testers named in a statement; more are looked up by a subquery.
const TESTERS_NAMED: usize = 200;

/// What to count, as SQL.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    /// Tables and conditions, with a `WHERE` to which more conditions are added.
    from: &'static str,
    /// The instant by which a row belongs to a bucket.
    at: &'static str,
    /// The column with the client; testers do not count.
    client: Option<&'static str>,
    /// The column with the campaign, and which campaign; `None` = any.
    campaign: Option<(&'static str, Option<CampaignId>)>,
}

impl Question {
    pub(super) const fn new(from: &'static str, at: &'static str) -> Self {
        Self { from, at, client: None, campaign: None }
    }

    /// Rows of testers do not count.
    pub(super) const fn of_clients(self, column: &'static str) -> Self {
        Self { client: Some(column), ..self }
    }

    /// Only rows of a campaign count, or of any.
    pub(super) const fn of_campaign(self, column: &'static str, id: Option<CampaignId>) -> Self {
        Self { campaign: Some((column, id)), ..self }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sales {
    pub(super) orders: u64,
    pub(super) revenue: Money,
    pub(super) discount: Money,
}

/// The aggregates of a question about purchases, `o`.
pub(super) const SALES: &str = "COUNT(*), SUM(o.amount), SUM(o.discount_amount)";

/// A connection, and the list of testers.
pub(super) struct Counter {
    pub(super) conn: Reader,
    testers: String,
}

impl Counter {
    pub(super) async fn open(mut conn: Reader) -> Result<Self, Fault> {
        let sql = "SELECT id FROM users WHERE is_test = 1 LIMIT ?";
        let ids: Vec<i64> = sqlx::query_scalar(sql)
            .bind(i64::try_from(TESTERS_NAMED + 1).unwrap_or(i64::MAX))
            .fetch_all(&mut *conn)
            .await?;
        let testers = if ids.len() > TESTERS_NAMED {
            "SELECT id FROM users WHERE is_test = 1".to_owned()
        } else {
            // 0 is nobody's id and keeps the list from being empty.
            ids.iter().fold("0".to_owned(), |mut list, id| {
                let _ = write!(list, ", {id}");
                list
            })
        };
        Ok(Self { conn, testers })
    }

    /// Two counts per bucket.
    pub(super) async fn counts(
        &mut self,
        buckets: &[Bucket],
        what: &'static str,
        question: Question,
    ) -> Result<Vec<(u64, u64)>, Fault> {
        let mut counts = vec![(0, 0); buckets.len()];
        for (mut sql, places) in self.statements(buckets, what, question) {
            let rows: Vec<(i64, i64, i64)> =
                sql.build_query_as().fetch_all(&mut *self.conn).await?;
            for (place, first, second) in rows {
                if let Some(counted) = place_in(&mut counts, places, place) {
                    *counted = (count(first), count(second));
                }
            }
        }
        Ok(counts)
    }

    /// Counts and sums purchases per bucket of the period.
    pub(super) async fn sales(
        &mut self,
        buckets: &[Bucket],
        question: Question,
    ) -> Result<Vec<Sales>, Fault> {
        let mut sales = vec![Sales::default(); buckets.len()];
        for (mut sql, places) in self.statements(buckets, SALES, question) {
            let rows: Vec<(i64, i64, Option<Hundredths>, Option<Hundredths>)> =
                sql.build_query_as().fetch_all(&mut *self.conn).await?;
            for (place, orders, revenue, discount) in rows {
                if let Some(sold) = place_in(&mut sales, places, place) {
                    *sold = sold_for(orders, revenue, discount)?;
                }
            }
        }
        Ok(sales)
    }

    /// Counts rows per bucket by reading their instants; for questions with few rows.
    pub(super) async fn few(
        &mut self,
        buckets: &[Bucket],
        question: Question,
    ) -> Result<Vec<u64>, Fault> {
        let mut counts = vec![0; buckets.len()];
        let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else {
            return Ok(counts);
        };
        let span = Span { start: first.span.start, end: last.span.end };
        let mut sql = QueryBuilder::<Database>::new("SELECT ");
        sql.push(question.at);
        self.push(&mut sql, span, question);
        let instants: Vec<DateTime<Utc>> =
            sql.build_query_scalar().fetch_all(&mut *self.conn).await?;
        for at in instants {
            let after = buckets.partition_point(|bucket| bucket.span.start <= at);
            if let Some(count) = after.checked_sub(1).and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        }
        Ok(counts)
    }

    /// Two counts for each value of a column.
    pub(super) async fn counts_by(
        &mut self,
        span: Span,
        what: &'static str,
        question: Question,
        key: &'static str,
    ) -> Result<BTreeMap<i64, (u64, u64)>, Fault> {
        let rows: Vec<(i64, i64, i64)> = self.grouped(span, what, question, key).await?;
        let rows = rows.into_iter();
        Ok(rows.map(|(key, first, second)| (key, (count(first), count(second)))).collect())
    }

    /// Purchases for each value of a column.
    pub(super) async fn sales_by(
        &mut self,
        span: Span,
        question: Question,
        key: &'static str,
    ) -> Result<BTreeMap<i64, Sales>, Fault> {
        let rows: Vec<(i64, i64, Option<Hundredths>, Option<Hundredths>)> =
            self.grouped(span, SALES, question, key).await?;
        rows.into_iter()
            .map(|(key, orders, revenue, discount)| Ok((key, sold_for(orders, revenue, discount)?)))
            .collect()
    }

    /// Rows of `SELECT key, … GROUP BY key`.
    pub(super) async fn grouped<R>(
        &mut self,
        span: Span,
        what: &'static str,
        question: Question,
        key: &'static str,
    ) -> Result<Vec<R>, Fault>
    where
        R: Send + Unpin + for<'r> FromRow<'r, Row>,
    {
        let mut sql = QueryBuilder::new("SELECT ");
        sql.push(key).push(", ").push(what);
        self.push(&mut sql, span, question);
        sql.push(" GROUP BY ").push(key);
        Ok(sql.build_query_as().fetch_all(&mut *self.conn).await?)
    }

    /// Statements with one part per bucket, each part with its place, and the place of the statement's first bucket.
    fn statements(
        &self,
        buckets: &[Bucket],
        what: &'static str,
        question: Question,
    ) -> Vec<(QueryBuilder<Database>, usize)> {
        let chunks = buckets.chunks(BUCKETS_AT_ONCE).enumerate();
        let statements = chunks.map(|(chunk, buckets)| {
            let mut sql = QueryBuilder::new("");
            for (place, bucket) in buckets.iter().enumerate() {
                sql.push(if place == 0 { "SELECT " } else { " UNION ALL SELECT " });
                sql.push(place).push(", ").push(what);
                self.push(&mut sql, bucket.span, question);
            }
            (sql, chunk * BUCKETS_AT_ONCE)
        });
        statements.collect()
    }

    /// ` FROM … WHERE …` within a span.
    fn push(&self, sql: &mut QueryBuilder<Database>, span: Span, question: Question) {
        sql.push(" FROM ").push(question.from);
        sql.push(" AND ").push(question.at).push(" >= ");
        sql.push_bind(span.start);
        sql.push(" AND ").push(question.at).push(" < ");
        sql.push_bind(span.end);
        if let Some(column) = question.client {
            sql.push(" AND ").push(column).push(" NOT IN (");
            sql.push(&self.testers).push(")");
        }
        match question.campaign {
            Some((column, Some(id))) => {
                sql.push(" AND ").push(column).push(" = ").push_bind(id.0);
            }
            Some((column, None)) => {
                sql.push(" AND ").push(column).push(" IS NOT NULL");
            }
            None => {}
        }
    }
}

fn place_in<T>(all: &mut [T], first: usize, place: i64) -> Option<&mut T> {
    all.get_mut(first + usize::try_from(place).ok()?)
}

pub(super) fn sold_for(
    orders: i64,
    revenue: Option<Hundredths>,
    discount: Option<Hundredths>,
) -> Result<Sales, Fault> {
    let of = RowOf { table: "orders", id: 0 };
    let sum = |column, sum| Ok::<_, Fault>(of.money_opt(column, sum)?.unwrap_or(Money::ZERO));
    Ok(Sales {
        orders: count(orders),
        revenue: sum("amount", revenue)?,
        discount: sum("discount_amount", discount)?,
    })
}

pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// Removes an entry, or returns the default.
pub(super) fn taken<T: Default>(all: &mut BTreeMap<i64, T>, id: i64) -> T {
    all.remove(&id).unwrap_or_default()
}
