//! The stored answer to a press that is repeated.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    DiscountCode, RedeemOutcome, RedeemedOrder, Redemption, UsageStatus,
};
use marmelad_core::kernel::{DiscountId, OrderId, UsageLogId};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{Conn, Hundredths};
use super::super::row::RowOf;
use super::log::refusal_of;
use super::{find, owner};
use crate::sql::fault::Fault;

/// `None`: the key is new.
pub(super) async fn first_answer(
    conn: &mut Conn,
    key: &str,
    code: &DiscountCode,
) -> Result<Option<RedeemOutcome>, Fault> {
    let sql = "SELECT id, discount_id, code, status, order_id, details, created_at \
               FROM discount_usage_logs WHERE redeem_key = ?";
    let row: Option<AnswerRow> = sqlx::query_as(sql).bind(key).fetch_optional(&mut *conn).await?;
    let Some(row) = row else { return Ok(None) };
    if row.code != code.as_ref() {
        return Ok(Some(RedeemOutcome::KeyReused));
    }
    let of = RowOf { table: "discount_usage_logs", id: row.id };
    let discount = match row.discount_id {
        Some(id) => find(conn, DiscountId(id)).await?,
        None => None,
    };
    let status: UsageStatus = of.word("status", &row.status)?;
    if let Some(refusal) = refusal_of(of, status, row.details)? {
        return Ok(Some(RedeemOutcome::Refused { refusal, discount: discount.map(Box::new) }));
    }
    let discount =
        discount.ok_or_else(|| of.corrupt("discount_id", "a redemption without its discount"))?;
    let order = match row.order_id {
        Some(id) => Some(order(conn, OrderId(id)).await?),
        None => None,
    };
    Ok(Some(RedeemOutcome::Redeemed(Box::new(Redemption {
        usage_log_id: UsageLogId(row.id),
        client: owner(conn, discount.user_id).await?.card,
        discount,
        order,
        at: row.created_at,
        is_replay: true,
    }))))
}

async fn order(conn: &mut Conn, id: OrderId) -> Result<RedeemedOrder, Fault> {
    let sql = "SELECT amount, discount_amount FROM orders WHERE id = ?";
    let (amount, saving): (Hundredths, Hundredths) =
        sqlx::query_as(sql).bind(id.0).fetch_one(conn).await?;
    let of = RowOf { table: "orders", id: id.0 };
    Ok(RedeemedOrder {
        id,
        amount: of.money("amount", amount)?,
        discount_amount: of.money("discount_amount", saving)?,
    })
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    id: i64,
    discount_id: Option<i64>,
    code: String,
    status: String,
    order_id: Option<i64>,
    details: Option<Json<Value>>,
    created_at: DateTime<Utc>,
}
