//! What cashiers did.

use std::collections::BTreeMap;

use marmelad_core::domain::ids::CashierId;
use marmelad_core::domain::report::{Bucket, CashierLine, CashierNumbers, Span};

use super::super::super::dialect::Db;
use super::count::{Question, Sales, counts, counts_by, sales, sales_by};
use super::{STANDING_AND_UNDONE, genuine, redemptions};
use crate::sql::fault::Fault;

const REDEEMED: Question = Question::new(
    concat!(
        redemptions!(),
        " AND l.cashier_id IS NOT NULL",
        genuine!("d")
    ),
    "l.created_at",
);
const WRONG_CODES: Question = Question::new(
    "discount_usage_logs l WHERE l.status = 'not_found' AND l.cashier_id IS NOT NULL",
    "l.created_at",
);
const ORDERS: Question = Question::new(
    concat!(
        "orders o WHERE o.status = 'completed' AND o.cashier_id IS NOT NULL",
        genuine!("o")
    ),
    "o.created_at",
);

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

pub(super) async fn series(db: &Db, buckets: &[Bucket]) -> Result<Vec<CashierNumbers>, Fault> {
    let mut conn = db.reader().await?;
    let redeemed = counts(&mut conn, buckets, STANDING_AND_UNDONE, REDEEMED).await?;
    let wrong = counts(&mut conn, buckets, "COUNT(*), 0", WRONG_CODES).await?;
    let sales = sales(&mut conn, buckets, ORDERS).await?;
    let place = 0..buckets.len();
    Ok(place
        .map(|place| numbers(redeemed[place], wrong[place].0, sales[place]))
        .collect())
}

pub(super) async fn lines(db: &Db, span: Span) -> Result<Vec<CashierLine>, Fault> {
    let mut conn = db.reader().await?;
    let who = "l.cashier_id";
    let mut redeemed = counts_by(&mut conn, span, STANDING_AND_UNDONE, REDEEMED, who).await?;
    let mut wrong = counts_by(&mut conn, span, "COUNT(*), 0", WRONG_CODES, who).await?;
    let mut sales = sales_by(&mut conn, span, ORDERS, "o.cashier_id").await?;
    let rows: Vec<(i64, String, Option<String>)> =
        sqlx::query_as("SELECT id, display_name, shop FROM cashiers")
            .fetch_all(&mut *conn)
            .await?;
    let lines = rows.into_iter().map(|(id, name, shop)| CashierLine {
        cashier_id: CashierId(id),
        name,
        shop,
        numbers: numbers(
            taken(&mut redeemed, id),
            taken(&mut wrong, id).0,
            taken(&mut sales, id),
        ),
    });
    Ok(lines
        .filter(|line| line.numbers != CashierNumbers::default())
        .collect())
}

/// What there is of one, or nothing.
pub(super) fn taken<T: Default>(all: &mut BTreeMap<i64, T>, id: i64) -> T {
    all.remove(&id).unwrap_or_default()
}
