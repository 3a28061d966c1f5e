//! A purchase is entered.

use marmelad_core::discounts::{Discount, RedeemDiscount, RedeemOutcome};
use marmelad_core::kernel::{Money, OrderId, to_millis};
use marmelad_core::orders::{AddOrder, AddOrderOutcome, Order};

use super::super::super::dialect::{Conn, Db, inserted_id};
use super::super::discounts::{TillOrder, lock, redeem_in};
use super::super::row::money_column;
use super::super::{audit, totals};
use super::{OrderRow, find, one, select_order};
use crate::sql::fault::{Fault, unless_taken};

pub(super) async fn add(db: &Db, command: &AddOrder) -> Result<AddOrderOutcome, Fault> {
    let mut tx = db.begin().await?;
    // First of all: what is looked up below then holds what others entered with this discount before.
    let discount = match command.discount_id {
        Some(id) => match lock(&mut tx, id).await? {
            Some(discount) => Some(discount),
            None => return Ok(AddOrderOutcome::DiscountNotFound),
        },
        None => None,
    };
    if let Some(known) = known(&mut tx, command).await? {
        return Ok(known);
    }
    let is_test: Option<bool> =
        sqlx::query_scalar("SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL")
            .bind(command.user_id.0)
            .fetch_optional(&mut *tx)
            .await?;
    let Some(is_test) = is_test else {
        return Ok(AddOrderOutcome::UserNotFound);
    };
    let id = match discount {
        Some(discount) if discount.user_id != command.user_id => {
            return Ok(AddOrderOutcome::NotTheirs);
        }
        Some(discount) => match redeem(&mut tx, &discount, command).await? {
            Ok(id) => id,
            Err(outcome) => {
                // The refused attempt stands in the usage log.
                tx.commit().await?;
                return Ok(outcome);
            }
        },
        None => insert(&mut tx, is_test, command).await?,
    };
    let order = find(&mut tx, id).await?.ok_or(Fault::Raced)?;
    let audit = command.audit.clone().about(id.0);
    audit::append(&mut tx, audit, command.now).await?;
    tx.commit().await?;
    Ok(AddOrderOutcome::Added(Box::new(order)))
}

/// What was entered under the request's key, or as the same purchase of the till.
async fn known(conn: &mut Conn, command: &AddOrder) -> Result<Option<AddOrderOutcome>, Fault> {
    if let Some(key) = &command.key {
        let row: Option<OrderRow> = sqlx::query_as(select_order!("WHERE request_key = ?"))
            .bind(key)
            .fetch_optional(&mut *conn)
            .await?;
        if let Some(order) = one(conn, row).await? {
            return Ok(Some(if is_same(&order, command) {
                AddOrderOutcome::Added(Box::new(order))
            } else {
                AddOrderOutcome::KeyReused
            }));
        }
    }
    if let Some(external_id) = &command.external_id {
        let row: Option<OrderRow> = sqlx::query_as(select_order!("WHERE external_id = ?"))
            .bind(external_id)
            .fetch_optional(&mut *conn)
            .await?;
        if let Some(order) = one(conn, row).await? {
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

/// Redeems the discount, which writes the purchase; otherwise what came of it.
async fn redeem(
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
    Ok(match redeem_in(conn, &redeem, order).await? {
        RedeemOutcome::Redeemed(redemption) => match redemption.order {
            Some(order) => Ok(order.id),
            // A redemption without a purchase, under this key: by another kind of request.
            None => Err(AddOrderOutcome::KeyReused),
        },
        RedeemOutcome::Refused { refusal, discount } => {
            Err(AddOrderOutcome::Refused { refusal, discount })
        }
        RedeemOutcome::KeyReused => Err(AddOrderOutcome::KeyReused),
    })
}

/// A purchase without a discount.
async fn insert(conn: &mut Conn, is_test: bool, command: &AddOrder) -> Result<OrderId, Fault> {
    let now = to_millis(command.now);
    totals::count_order(conn, command.user_id, command.amount).await?;
    let done = sqlx::query(
        "INSERT INTO orders (user_id, amount, discount_amount, external_id, request_key, source, status, is_test, \
         created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'completed', ?, ?, ?)",
    )
    .bind(command.user_id.0)
    .bind(money_column(command.amount))
    .bind(money_column(Money::ZERO))
    .bind(&command.external_id)
    .bind(&command.key)
    .bind(command.by.source.as_str())
    .bind(is_test)
    .bind(now)
    .bind(now)
    .execute(conn)
    .await;
    // Somebody entered it meanwhile.
    let done = unless_taken(done)?.ok_or(Fault::Raced)?;
    Ok(OrderId(inserted_id(&done)))
}
