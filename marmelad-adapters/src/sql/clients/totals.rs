//! Totals of a client's codes and purchases, kept in `users`, so that segments need not read `discounts` and `orders`.
//!
//! Each change of `discounts` or `orders` calls one of these functions in its transaction. A transaction that has the
//! discount locked calls it before it inserts rows that refer to the client: an insert takes a shared lock on the
//! client's row, and two transactions that both wanted the exclusive lock afterwards would wait for each other.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{ClientId, Money};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Hundredths};
use super::super::row::{money_column, push_in};
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

/// Counts one more code for each of the clients; each occurs once.
pub(in crate::sql) async fn count_issued(
    conn: &mut Conn,
    users: impl Iterator<Item = ClientId>,
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE users SET discounts_issued = discounts_issued + 1 WHERE ",
    );
    push_in(&mut query, "id", users.map(|user| user.0));
    query.build().run(conn).await
}

/// A redemption of one of the client's discounts.
#[derive(Debug, Clone, Copy)]
pub(in crate::sql) struct Use {
    pub(in crate::sql) user: ClientId,
    /// The discount's last use before this one.
    pub(in crate::sql) before: Option<DateTime<Utc>>,
    pub(in crate::sql) at: DateTime<Utc>,
    /// The amount of the purchase, if known.
    pub(in crate::sql) amount: Option<Money>,
}

pub(in crate::sql) async fn count_use(conn: &mut Conn, used: Use) -> Result<(), Fault> {
    let sql = "UPDATE users SET discounts_redeemed = discounts_redeemed + ?, \
               last_redeemed_at = CASE WHEN last_redeemed_at > ? THEN last_redeemed_at ELSE ? END, \
               orders_count = orders_count + ?, orders_total = orders_total + ? WHERE id = ?";
    bind!(
        sqlx::query(sql),
        i64::from(used.before.is_none()),
        used.at,
        used.at,
        i64::from(used.amount.is_some()),
        money_column(used.amount.unwrap_or(Money::ZERO)),
        used.user.0
    )
    .run(conn)
    .await?;
    if used.before.is_some_and(|before| before > used.at) {
        // The clock was set back, and this discount's earlier use may have been the client's last.
        find_last_use(conn, used.user).await?;
    }
    Ok(())
}

/// Counts a purchase without a discount.
pub(in crate::sql) async fn count_order(
    conn: &mut Conn,
    user: ClientId,
    amount: Money,
) -> Result<(), Fault> {
    let sql = "UPDATE users SET orders_count = orders_count + 1, orders_total = orders_total + ? \
               WHERE id = ?";
    bind!(sqlx::query(sql), money_column(amount), user.0).run(conn).await
}

/// Takes back a redemption and, with `amount`, its purchase. The discount's row is already as without it.
pub(in crate::sql) async fn count_undo(
    conn: &mut Conn,
    user: ClientId,
    is_used_still: bool,
    amount: Option<Hundredths>,
) -> Result<(), Fault> {
    let sql = "UPDATE users SET discounts_redeemed = discounts_redeemed - ?, \
               orders_count = orders_count - ?, orders_total = orders_total - ? WHERE id = ?";
    bind!(
        sqlx::query(sql),
        i64::from(!is_used_still),
        i64::from(amount.is_some()),
        amount.unwrap_or_else(|| money_column(Money::ZERO)),
        user.0
    )
    .run(conn)
    .await?;
    find_last_use(conn, user).await
}

/// A separate statement after the client's row is locked, so that it sees what concurrent transactions committed.
async fn find_last_use(conn: &mut Conn, user: ClientId) -> Result<(), Fault> {
    let sql = "UPDATE users SET \
               last_redeemed_at = (SELECT MAX(d.used_at) FROM discounts d WHERE d.user_id = users.id) \
               WHERE id = ?";
    sqlx::query(sql).bind(user.0).run(conn).await
}

/// Computes the totals of the clients `first..=last` from the rows. The status is no search condition, because `SQLite`
/// would read all completed purchases for each client.
pub(in crate::sql) async fn recount(conn: &mut Conn, first: i64, last: i64) -> Result<(), Fault> {
    let sql = "UPDATE users SET \
               discounts_issued = (SELECT COUNT(*) FROM discounts d WHERE d.user_id = users.id), \
               discounts_redeemed = (SELECT COUNT(d.used_at) FROM discounts d WHERE d.user_id = users.id), \
               last_redeemed_at = (SELECT MAX(d.used_at) FROM discounts d WHERE d.user_id = users.id), \
               orders_count = (SELECT COUNT(CASE WHEN o.status = 'completed' THEN 1 END) \
               FROM orders o WHERE o.user_id = users.id), \
               orders_total = (SELECT COALESCE(SUM(CASE WHEN o.status = 'completed' THEN o.amount END), 0) \
               FROM orders o WHERE o.user_id = users.id) \
               WHERE id BETWEEN ? AND ?";
    bind!(sqlx::query(sql), first, last).run(conn).await
}
