//! The report of broadcasts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use marmelad_core::kernel::BroadcastId;
use marmelad_core::reports::{BroadcastLine, BroadcastNumbers, Span};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Hundredths};
use super::super::row::{RowOf, push_in};
use super::super::statement::bind;
use super::count::{Sales, count, sold_for, taken};
use crate::sql::fault::Fault;

pub(super) async fn lines(conn: &mut Conn, span: Span) -> Result<Vec<BroadcastLine>, Fault> {
    let sql = "SELECT id, title, status, started_at, audience_total, success_count FROM broadcasts \
               WHERE started_at >= ? AND started_at < ? AND is_test = ? \
               ORDER BY started_at DESC, id DESC";
    let rows: Vec<StartedRow> =
        bind!(sqlx::query_as(sql), span.start, span.end, false).fetch_all(&mut *conn).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut codes = codes(conn, &ids).await?;
    let mut sales = sales(conn, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let (issued, redeemed) = taken(&mut codes, row.id);
            let Sales { orders, revenue, discount } = taken(&mut sales, row.id);
            let of = RowOf { table: "broadcasts", id: row.id };
            Ok(BroadcastLine {
                broadcast_id: BroadcastId(row.id),
                title: row.title,
                status: of.word("status", &row.status)?,
                started_at: row.started_at,
                numbers: BroadcastNumbers {
                    audience: count(row.audience_total),
                    sent: count(row.success_count),
                    issued,
                    redeemed,
                    orders,
                    revenue,
                    discount,
                },
            })
        })
        .collect()
}

/// Codes issued, and those with a redemption that stands: undoing the last one clears `used_at`.
async fn codes(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, (u64, u64)>, Fault> {
    let mut sql = QueryBuilder::<Database>::new(
        "SELECT broadcast_id, COUNT(*), COUNT(used_at) FROM discounts WHERE ",
    );
    push_in(&mut sql, "broadcast_id", ids.iter().copied());
    sql.push(" GROUP BY broadcast_id");
    let rows: Vec<(i64, i64, i64)> = sql.build_query_as().fetch_all(conn).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|(id, issued, redeemed)| (id, (count(issued), count(redeemed)))).collect())
}

async fn sales(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, Sales>, Fault> {
    let mut sql = QueryBuilder::<Database>::new(
        "SELECT d.broadcast_id, COUNT(*), SUM(o.amount), SUM(o.discount_amount) FROM discounts d \
         JOIN orders o ON o.discount_id = d.id WHERE o.status = 'completed' AND ",
    );
    push_in(&mut sql, "d.broadcast_id", ids.iter().copied());
    sql.push(" GROUP BY d.broadcast_id");
    let rows: Vec<(i64, i64, Option<Hundredths>, Option<Hundredths>)> =
        sql.build_query_as().fetch_all(conn).await?;
    rows.into_iter()
        .map(|(id, orders, revenue, discount)| Ok((id, sold_for(orders, revenue, discount)?)))
        .collect()
}

#[derive(sqlx::FromRow)]
struct StartedRow {
    id: i64,
    title: String,
    status: String,
    started_at: DateTime<Utc>,
    audience_total: i64,
    success_count: i64,
}
