//! Past redemptions, read from the usage log.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{PastRedemption, WhichRedemption};
use marmelad_core::kernel::{CashierId, UsageLogId};

use super::super::dialect::Conn;
use crate::sql::fault::Fault;

/// A redemption's row, and when the redemption was undone.
#[derive(sqlx::FromRow)]
pub(super) struct SuccessRow {
    pub(super) id: i64,
    pub(super) cashier_id: Option<i64>,
    pub(super) order_id: Option<i64>,
    pub(super) shop: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) undone_at: Option<DateTime<Utc>>,
}

/// `SELECT` redemptions `s` with their undos `u` that meet the given condition.
macro_rules! select_success {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.cashier_id, s.order_id, s.shop, s.created_at, \
             u.created_at AS undone_at FROM discount_usage_logs s \
             LEFT JOIN discount_usage_logs u ON u.undoes_log_id = s.id \
             WHERE s.status = 'success' AND ",
            $rest
        )
    };
}
pub(super) use select_success;

pub(super) async fn find(
    conn: &mut Conn,
    which: &WhichRedemption,
) -> Result<Option<SuccessRow>, Fault> {
    let query = match which {
        WhichRedemption::Log(id) => sqlx::query_as(select_success!("s.id = ?")).bind(id.0),
        WhichRedemption::Key(key) => sqlx::query_as(select_success!("s.redeem_key = ?")).bind(key),
        WhichRedemption::LastOf(discount) => sqlx::query_as(select_success!(
            "s.discount_id = ? AND u.id IS NULL ORDER BY s.id DESC LIMIT 1"
        ))
        .bind(discount.0),
    };
    Ok(query.fetch_optional(conn).await?)
}

impl From<SuccessRow> for PastRedemption {
    fn from(row: SuccessRow) -> Self {
        Self {
            usage_log_id: UsageLogId(row.id),
            cashier_id: row.cashier_id.map(CashierId),
            shop: row.shop,
            at: row.created_at,
            undone_at: row.undone_at,
        }
    }
}
