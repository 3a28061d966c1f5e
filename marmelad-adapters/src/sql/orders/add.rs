//! The steps of entering a purchase.

use marmelad_core::discounts::{Discount, RedeemDiscount, RedeemOutcome};
use marmelad_core::kernel::{Money, OrderId, to_millis};
use marmelad_core::orders::{AddOrder, AddOrderOutcome, Order};

use super::super::clients::totals;
use super::super::dialect::Conn;
use super::super::discounts::{self, TillOrder};
use super::super::row::money_column;
use super::super::statement::{Statement, bind};
use super::{one, select_order};
use crate::sql::fault::Fault;

/// The purchase entered before under the request's key or the till's own id.
pub(super) async fn known(
    conn: &mut Conn,
    command: &AddOrder,
) -> Result<Option<AddOrderOutcome>, Fault> {
    if let Some(key) = &command.key {
        let query = sqlx::query_as(select_order!("WHERE request_key = ?")).bind(key);
        if let Some(order) = one(conn, query).await? {
            return Ok(Some(if is_same(&order, command) {
                AddOrderOutcome::Added(Box::new(order))
            } else {
                AddOrderOutcome::KeyReused
            }));
        }
    }
    if let Some(external_id) = &command.external_id {
        let query = sqlx::query_as(select_order!("WHERE external_id = ?")).bind(external_id);
        if let Some(order) = one(conn, query).await? {
            return Ok(Some(if is_same(&order, command) {
                AddOrderOutcome::Known(Box::new(order))
            } else {
                AddOrderOutcome::ExternalIdTaken(order.id)
            }));
        }
    }
    Ok(None)
}

fn is_same(order: &Order, command: &AddOrder) -> bool {
    order.client.user_id == command.user_id
        && order.amount == command.amount
        && order.discount_id == command.discount_id
        && order.external_id == command.external_id
}

/// Redeems the discount, which also inserts the purchase.
pub(super) async fn redeem(
    conn: &mut Conn,
    discount: &Discount,
    command: &AddOrder,
) -> Result<Result<OrderId, AddOrderOutcome>, Fault> {
    let redeem = RedeemDiscount {
        code: discount.code.clone(),
        by: command.by,
        amount: Some(command.amount),
        key: command.key.clone(),
        paused_until: None,
        now: command.now,
        audit: None,
    };
    let order = TillOrder {
        external_id: command.external_id.as_deref(),
        request_key: command.key.as_deref(),
    };
    Ok(match discounts::redeem(conn, &redeem, order).await? {
        RedeemOutcome::Redeemed(redemption) => match redemption.order {
            Some(order) => Ok(order.id),
            // The key belongs to a redemption without a purchase, made by another kind of request.
            None => Err(AddOrderOutcome::KeyReused),
        },
        RedeemOutcome::Refused { refusal, discount } => {
            Err(AddOrderOutcome::Refused { refusal, discount })
        }
        RedeemOutcome::KeyReused => Err(AddOrderOutcome::KeyReused),
    })
}

/// A purchase without a discount.
pub(super) async fn insert(
    conn: &mut Conn,
    is_test: bool,
    command: &AddOrder,
) -> Result<OrderId, Fault> {
    let now = to_millis(command.now);
    totals::count_order(conn, command.user_id, command.amount).await?;
    let sql = "INSERT INTO orders (user_id, amount, discount_amount, external_id, request_key, \
               source, status, is_test, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?, ?, 'completed', ?, ?, ?)";
    // A conflict: another request entered the same purchase meanwhile.
    let id = bind!(
        sqlx::query(sql),
        command.user_id.0,
        money_column(command.amount),
        money_column(Money::ZERO),
        &command.external_id,
        &command.key,
        command.by.source.as_str(),
        is_test,
        now,
        now
    )
    .insert_new(conn)
    .await?;
    Ok(OrderId(id))
}
