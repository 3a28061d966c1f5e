//! The numbers of a day for the digest.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::Money;
use marmelad_core::reports::DayNumbers;

use super::super::dialect::{Conn, Hundredths};
use super::super::row::RowOf;
use super::super::statement::{Count, bind};
use crate::sql::fault::Fault;

/// Counts redemptions that were not undone.
pub(super) const REDEEMED: &str = "SELECT COUNT(*) FROM discount_usage_logs l \
     JOIN discounts d ON d.id = l.discount_id \
     WHERE l.status = 'success' AND l.created_at >= ? AND l.created_at < ? AND d.is_test = ? \
     AND NOT EXISTS (SELECT 1 FROM discount_usage_logs u WHERE u.undoes_log_id = l.id)";
pub(super) const JOINED: &str =
    "SELECT COUNT(*) FROM users WHERE created_at >= ? AND created_at < ? AND is_test = ?";
/// A client who blocked the bot and came back has no `blocked_at`.
pub(super) const BLOCKED: &str =
    "SELECT COUNT(*) FROM users WHERE blocked_at >= ? AND blocked_at < ? AND +is_test = ?";

pub(super) async fn count(
    conn: &mut Conn,
    sql: &'static str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<u64, Fault> {
    sqlx::query_scalar(sql).bind(from).bind(to).bind(false).count(conn).await
}

/// The sums of purchases; the counts stay 0.
pub(super) async fn orders(
    conn: &mut Conn,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<DayNumbers, Fault> {
    let sql = "SELECT SUM(amount), SUM(CASE WHEN discount_id IS NOT NULL THEN amount END), \
               SUM(discount_amount) FROM orders \
               WHERE status = 'completed' AND created_at >= ? AND created_at < ? AND is_test = ?";
    let (all, with_code, saved): (Option<Hundredths>, Option<Hundredths>, Option<Hundredths>) =
        bind!(sqlx::query_as(sql), from, to, false).fetch_one(conn).await?;
    let sum = |sum| {
        let of = RowOf { table: "orders", id: 0 };
        Ok::<_, Fault>(of.money_opt("amount", sum)?.unwrap_or(Money::ZERO))
    };
    Ok(DayNumbers {
        revenue: sum(all)?,
        redeemed_amount: sum(with_code)?,
        discount: sum(saved)?,
        ..DayNumbers::default()
    })
}
