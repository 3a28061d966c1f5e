//! Rows that nobody needs any more.

use chrono::{DateTime, Utc};
use marmelad_core::calendar::Leftover;
use marmelad_core::kernel::to_millis;

use super::super::super::dialect::Db;
use crate::sql::fault::Fault;

/// Rows removed in one transaction: it must not hold up those who work.
const AT_ONCE: i64 = 1000;

/// `DELETE` some rows of a table, those for which the condition holds. The derived table is for MySQL, which refuses
/// LIMIT right inside IN.
macro_rules! delete_some {
    ($table:literal, $condition:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE id IN (SELECT id FROM (SELECT id FROM ",
            $table,
            " WHERE ",
            $condition,
            " < ? LIMIT ?) AS old)"
        )
    };
}

pub(super) async fn some(db: &Db, leftover: Leftover, before: DateTime<Utc>) -> Result<u64, Fault> {
    let sql = match leftover {
        Leftover::LoginTokens => delete_some!("login_tokens", "expires_at"),
        Leftover::RevokedTokens => delete_some!("revoked_tokens", "expires_at"),
        Leftover::IdempotencyKeys => delete_some!("idempotency_keys", "expires_at"),
        Leftover::Dialogues => delete_some!("dialogues", "expires_at"),
        Leftover::WrongCodes => delete_some!("wrong_codes", "updated_at"),
        Leftover::Notifications => delete_some!(
            "notifications",
            "status IN ('sent', 'failed', 'blocked', 'dropped') AND next_attempt_at"
        ),
        Leftover::Runs => delete_some!("scheduler_runs", "created_at"),
    };
    let mut tx = db.begin().await?;
    let gone = sqlx::query(sql)
        .bind(to_millis(before))
        .bind(AT_ONCE)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected())
}
