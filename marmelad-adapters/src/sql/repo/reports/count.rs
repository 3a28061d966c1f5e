//! How things are counted: bucket by bucket, or by what they belong to.

use std::collections::BTreeMap;

use marmelad_core::domain::ids::CampaignId;
use marmelad_core::domain::money::Money;
use marmelad_core::domain::report::{Bucket, Span};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Hundredths};
use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// So many buckets go into one statement; SQLite takes 500 parts at most.
const BUCKETS_AT_ONCE: usize = 100;

/// What is counted, in SQL.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    /// Tables and their condition, ending within `WHERE …`.
    pub(super) from: &'static str,
    /// The instant by which a row belongs to a bucket.
    pub(super) at: &'static str,
    /// Of which campaign.
    pub(super) campaign: Option<OfCampaign>,
}

/// Rows of one campaign, or of any.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfCampaign {
    /// The column.
    pub(super) column: &'static str,
    /// `None` = any.
    pub(super) id: Option<CampaignId>,
}

impl Question {
    pub(super) const fn new(from: &'static str, at: &'static str) -> Self {
        Self {
            from,
            at,
            campaign: None,
        }
    }

    pub(super) const fn of_campaign(self, column: &'static str, id: Option<CampaignId>) -> Self {
        Self {
            campaign: Some(OfCampaign { column, id }),
            ..self
        }
    }

    /// `FROM … WHERE …`, between two instants.
    fn push(&self, sql: &mut QueryBuilder<Database>, span: Span) {
        sql.push(" FROM ").push(self.from);
        sql.push(" AND ").push(self.at).push(" >= ");
        sql.push_bind(span.start);
        sql.push(" AND ").push(self.at).push(" < ");
        sql.push_bind(span.end);
        if let Some(campaign) = self.campaign {
            sql.push(" AND ").push(campaign.column);
            match campaign.id {
                Some(id) => drop(sql.push(" = ").push_bind(id.0)),
                None => drop(sql.push(" IS NOT NULL")),
            }
        }
    }
}

/// Purchases.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sales {
    pub(super) orders: u64,
    pub(super) revenue: Money,
    pub(super) discount: Money,
}

pub(super) const SALES: &str = "COUNT(*), SUM(o.amount), SUM(o.discount_amount)";

/// Two counts per bucket.
pub(super) async fn counts(
    conn: &mut Conn,
    buckets: &[Bucket],
    what: &'static str,
    question: Question,
) -> Result<Vec<(u64, u64)>, Fault> {
    let mut counts = vec![(0, 0); buckets.len()];
    for (mut sql, places) in statements(buckets, what, question) {
        let rows: Vec<(i64, i64, i64)> = sql.build_query_as().fetch_all(&mut *conn).await?;
        for (place, first, second) in rows {
            if let Some(counted) = place_in(&mut counts, places, place) {
                *counted = (count(first), count(second));
            }
        }
    }
    Ok(counts)
}

/// Purchases per bucket; the question names them `o`.
pub(super) async fn sales(
    conn: &mut Conn,
    buckets: &[Bucket],
    question: Question,
) -> Result<Vec<Sales>, Fault> {
    let mut sales = vec![Sales::default(); buckets.len()];
    for (mut sql, places) in statements(buckets, SALES, question) {
        let rows: Vec<(i64, i64, Option<Hundredths>, Option<Hundredths>)> =
            sql.build_query_as().fetch_all(&mut *conn).await?;
        for (place, orders, revenue, discount) in rows {
            if let Some(sold) = place_in(&mut sales, places, place) {
                *sold = sold_for(orders, revenue, discount)?;
            }
        }
    }
    Ok(sales)
}

/// Two counts for each value of a column.
pub(super) async fn counts_by(
    conn: &mut Conn,
    span: Span,
    what: &'static str,
    question: Question,
    key: &'static str,
) -> Result<BTreeMap<i64, (u64, u64)>, Fault> {
    let mut sql = grouped(span, what, question, key);
    let rows: Vec<(i64, i64, i64)> = sql.build_query_as().fetch_all(conn).await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(key, first, second)| (key, (count(first), count(second))))
        .collect())
}

/// Purchases for each value of a column; the question names them `o`.
pub(super) async fn sales_by(
    conn: &mut Conn,
    span: Span,
    question: Question,
    key: &'static str,
) -> Result<BTreeMap<i64, Sales>, Fault> {
    let mut sql = grouped(span, SALES, question, key);
    let rows: Vec<(i64, i64, Option<Hundredths>, Option<Hundredths>)> =
        sql.build_query_as().fetch_all(conn).await?;
    rows.into_iter()
        .map(|(key, orders, revenue, discount)| Ok((key, sold_for(orders, revenue, discount)?)))
        .collect()
}

/// `SELECT key, … GROUP BY key`.
pub(super) fn grouped(
    span: Span,
    what: &'static str,
    question: Question,
    key: &'static str,
) -> QueryBuilder<Database> {
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(key).push(", ").push(what);
    question.push(&mut sql, span);
    sql.push(" GROUP BY ").push(key);
    sql
}

/// One part per bucket, each told by its place, and the place of the first.
fn statements(
    buckets: &[Bucket],
    what: &'static str,
    question: Question,
) -> impl Iterator<Item = (QueryBuilder<Database>, usize)> {
    buckets
        .chunks(BUCKETS_AT_ONCE)
        .enumerate()
        .map(move |(chunk, buckets)| {
            let mut sql = QueryBuilder::new("");
            for (place, bucket) in buckets.iter().enumerate() {
                sql.push(if place == 0 {
                    "SELECT "
                } else {
                    " UNION ALL SELECT "
                });
                sql.push(place).push(", ").push(what);
                question.push(&mut sql, bucket.span);
            }
            (sql, chunk * BUCKETS_AT_ONCE)
        })
}

fn place_in<T>(all: &mut [T], first: usize, place: i64) -> Option<&mut T> {
    all.get_mut(first + usize::try_from(place).ok()?)
}

pub(super) fn sold_for(
    orders: i64,
    revenue: Option<Hundredths>,
    discount: Option<Hundredths>,
) -> Result<Sales, Fault> {
    let of = RowOf {
        table: "orders",
        id: 0,
    };
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
