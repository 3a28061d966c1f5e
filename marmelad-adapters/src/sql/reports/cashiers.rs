//! The report of cashiers.

use marmelad_core::kernel::CashierId;
use marmelad_core::reports::{Bucket, CashierLine, CashierNumbers, Span};

use super::super::transaction::Reader;
use super::count::{Counter, Question, Sales, taken};
use super::redemptions::BY_CASHIERS;
use crate::sql::fault::Fault;

const WRONG_CODES: Question = Question::new(
    "discount_usage_logs l WHERE l.status = 'not_found' AND l.cashier_id IS NOT NULL",
    "l.created_at",
);
const ORDERS: Question = Question::new(
    "orders o WHERE o.status = 'completed' AND o.is_test = 0 AND o.cashier_id IS NOT NULL",
    "o.created_at",
)
.of_clients("o.user_id");

fn numbers(redeemed: (u64, u64), wrong_codes: u64, sales: Sales) -> CashierNumbers {
    CashierNumbers {
        redeemed: redeemed.0,
        undone: redeemed.1,
        wrong_codes,
        orders: sales.orders,
        revenue: sales.revenue,
        discount: sales.discount,
    }
}

pub(super) async fn series(conn: Reader, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let redeemed = BY_CASHIERS.series(&mut counter, buckets).await?;
    let wrong = counter.counts(buckets, "COUNT(*), 0", WRONG_CODES).await?;
    let sales = counter.sales(buckets, ORDERS).await?;
    let place = 0..buckets.len();
    Ok(place.map(|place| numbers(redeemed[place], wrong[place].0, sales[place])).collect())
}

pub(super) async fn lines(conn: Reader, span: Span) -> Result<Vec<CashierLine>, Fault> {
    let mut counter = Counter::open(conn).await?;
    let who = "l.cashier_id";
    let mut redeemed = BY_CASHIERS.by(&mut counter, span, who).await?;
    let mut wrong = counter.counts_by(span, "COUNT(*), 0", WRONG_CODES, who).await?;
    let mut sales = counter.sales_by(span, ORDERS, "o.cashier_id").await?;
    let sql = "SELECT id, display_name, shop FROM cashiers";
    let rows: Vec<(i64, String, Option<String>)> =
        sqlx::query_as(sql).fetch_all(&mut *counter.conn).await?;
    let lines = rows.into_iter().map(|(id, name, shop)| CashierLine {
        cashier_id: CashierId(id),
        name,
        shop,
        numbers: numbers(taken(&mut redeemed, id), taken(&mut wrong, id).0, taken(&mut sales, id)),
    });
    Ok(lines.filter(|line| line.numbers != CashierNumbers::default()).collect())
}
