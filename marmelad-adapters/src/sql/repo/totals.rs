//! What `users` keeps of a client's codes and purchases, so that segments need not look at those.
//!
//! Each change of `discounts` or `orders` calls one of these in its transaction. A change that has the discount locked
//! calls it before it inserts rows that refer to the client: those share the client's row, and of two that both wanted
//! it alone afterwards each would wait for the other.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{Money, UserId};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Hundredths};
use super::row::{money_column, push_in};
use crate::sql::fault::Fault;

/// One code more for each of these clients; none of them twice.
pub(super) async fn count_issued(
    conn: &mut Conn,
    users: impl Iterator<Item = UserId>,
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "UPDATE users SET discounts_issued = discounts_issued + 1 WHERE ",
    );
    push_in(&mut query, "id", users.map(|user| user.0));
    query.build().execute(conn).await?;
    Ok(())
}

/// A use of one of the client's discounts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub(super) user: UserId,
    /// The discount's last use before this one.
    pub(super) before: Option<DateTime<Utc>>,
    pub(super) at: DateTime<Utc>,
    /// What the purchase came to, if it is known.
    pub(super) amount: Option<Money>,
}

pub(super) async fn count_use(conn: &mut Conn, used: Use) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE users SET discounts_redeemed = discounts_redeemed + ?, \
         last_redeemed_at = CASE WHEN last_redeemed_at > ? THEN last_redeemed_at ELSE ? END, \
         orders_count = orders_count + ?, orders_total = orders_total + ? WHERE id = ?",
    )
    .bind(i64::from(used.before.is_none()))
    .bind(used.at)
    .bind(used.at)
    .bind(i64::from(used.amount.is_some()))
    .bind(money_column(used.amount.unwrap_or(Money::ZERO)))
    .bind(used.user.0)
    .execute(&mut *conn)
    .await?;
    if used.before.is_some_and(|before| before > used.at) {
        // The clock was set back, and the last use may have been this discount's.
        find_last_use(conn, used.user).await?;
    }
    Ok(())
}

/// A purchase without a discount.
pub(super) async fn count_order(conn: &mut Conn, user: UserId, amount: Money) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE users SET orders_count = orders_count + 1, orders_total = orders_total + ? WHERE id = ?",
    )
    .bind(money_column(amount))
    .bind(user.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// A use that no longer stands; `amount`: of its purchase, which no longer stands either. The discount is as it is
/// without it.
pub(super) async fn count_undo(
    conn: &mut Conn,
    user: UserId,
    is_used_still: bool,
    amount: Option<Hundredths>,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE users SET discounts_redeemed = discounts_redeemed - ?, orders_count = orders_count - ?, \
         orders_total = orders_total - ? WHERE id = ?",
    )
    .bind(i64::from(!is_used_still))
    .bind(i64::from(amount.is_some()))
    .bind(amount.unwrap_or_else(|| money_column(Money::ZERO)))
    .bind(user.0)
    .execute(&mut *conn)
    .await?;
    find_last_use(conn, user).await
}

/// A statement of its own, for a client whose row is locked: it sees what those committed whom the lock was waited for.
async fn find_last_use(conn: &mut Conn, user: UserId) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE users SET last_redeemed_at = (SELECT MAX(d.used_at) FROM discounts d WHERE d.user_id = users.id) \
         WHERE id = ?",
    )
    .bind(user.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// All anew from the rows, for the clients from one id to another. The state is not among what is searched by: `SQLite`
/// would look through all completed purchases for each client.
pub(super) async fn recount(conn: &mut Conn, first: i64, last: i64) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE users SET \
         discounts_issued = (SELECT COUNT(*) FROM discounts d WHERE d.user_id = users.id), \
         discounts_redeemed = (SELECT COUNT(d.used_at) FROM discounts d WHERE d.user_id = users.id), \
         last_redeemed_at = (SELECT MAX(d.used_at) FROM discounts d WHERE d.user_id = users.id), \
         orders_count = (SELECT COUNT(CASE WHEN o.status = 'completed' THEN 1 END) \
         FROM orders o WHERE o.user_id = users.id), \
         orders_total = (SELECT COALESCE(SUM(CASE WHEN o.status = 'completed' THEN o.amount END), 0) \
         FROM orders o WHERE o.user_id = users.id) \
         WHERE id BETWEEN ? AND ?",
    )
    .bind(first)
    .bind(last)
    .execute(conn)
    .await?;
    Ok(())
}
