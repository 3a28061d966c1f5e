//! A day in numbers.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{Money, to_millis};
use marmelad_core::reports::DayNumbers;

use super::super::super::dialect::{Conn, Db, Hundredths};
use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// Redemptions that were not undone.
const REDEEMED: &str = "SELECT COUNT(*) FROM discount_usage_logs l JOIN discounts d ON d.id = l.discount_id \
     WHERE l.status = 'success' AND l.created_at >= ? AND l.created_at < ? AND d.is_test = ? \
     AND NOT EXISTS (SELECT 1 FROM discount_usage_logs u WHERE u.undoes_log_id = l.id)";
const JOINED: &str =
    "SELECT COUNT(*) FROM users WHERE created_at >= ? AND created_at < ? AND is_test = ?";
/// Who was blocked and came back has no `blocked_at`.
const BLOCKED: &str =
    "SELECT COUNT(*) FROM users WHERE blocked_at >= ? AND blocked_at < ? AND +is_test = ?";

pub(super) async fn of_day(
    db: &Db,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<DayNumbers, Fault> {
    let (from, to) = (to_millis(from), to_millis(to));
    let mut conn = db.reader().await?;
    let orders = orders(&mut conn, from, to).await?;
    Ok(DayNumbers {
        redeemed: count(&mut conn, REDEEMED, from, to).await?,
        joined: count(&mut conn, JOINED, from, to).await?,
        blocked: count(&mut conn, BLOCKED, from, to).await?,
        ..orders
    })
}

async fn count(
    conn: &mut Conn,
    sql: &'static str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<u64, Fault> {
    let count: i64 = sqlx::query_scalar(sql)
        .bind(from)
        .bind(to)
        .bind(false)
        .fetch_one(conn)
        .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The sums alone.
async fn orders(
    conn: &mut Conn,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<DayNumbers, Fault> {
    let (all, with_code, saved): (Option<Hundredths>, Option<Hundredths>, Option<Hundredths>) =
        sqlx::query_as(
            "SELECT SUM(amount), SUM(CASE WHEN discount_id IS NOT NULL THEN amount END), SUM(discount_amount) \
             FROM orders WHERE status = 'completed' AND created_at >= ? AND created_at < ? AND is_test = ?",
        )
        .bind(from)
        .bind(to)
        .bind(false)
        .fetch_one(conn)
        .await?;
    let sum = |sum| {
        let of = RowOf {
            table: "orders",
            id: 0,
        };
        Ok::<_, Fault>(of.money_opt("amount", sum)?.unwrap_or(Money::ZERO))
    };
    Ok(DayNumbers {
        revenue: sum(all)?,
        redeemed_amount: sum(with_code)?,
        discount: sum(saved)?,
        ..DayNumbers::default()
    })
}
