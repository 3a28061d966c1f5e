//! Undoing a redemption.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{Discount, UndoOutcome, UndoRedemption, UndoTarget, UsageStatus};
use marmelad_core::kernel::{CashierId, DiscountId, OrderId, UsageLogId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};

use super::super::clients::totals;
use super::super::dialect::{Conn, Hundredths};
use super::super::row::cut;
use super::super::statement::{Statement, bind};
use super::super::{audit, notifications};
use super::log::{Till, UsageLog};
use super::past::{SuccessRow, select_success};
use super::{lock, lock_by_code, owner};
use crate::sql::fault::Fault;

/// Locks the discount and then reads the redemption, so that it stays as read until the transaction ends.
pub(super) async fn locked_target(
    conn: &mut Conn,
    target: &UndoTarget,
) -> Result<Option<(Discount, SuccessRow)>, Fault> {
    let (discount, success) = match target {
        UndoTarget::Log(id) => {
            let sql = "SELECT discount_id FROM discount_usage_logs WHERE id = ?";
            let discount: Option<Option<i64>> =
                sqlx::query_scalar(sql).bind(id.0).fetch_optional(&mut *conn).await?;
            let Some(discount) = discount.flatten() else {
                return Ok(None);
            };
            let Some(discount) = lock(conn, DiscountId(discount)).await? else {
                return Ok(None);
            };
            let sql = select_success!("s.discount_id = ? AND s.id = ?");
            let success =
                bind!(sqlx::query_as(sql), discount.id.0, id.0).fetch_optional(conn).await?;
            (discount, success)
        }
        // The last redemption that stands, otherwise the last undone one.
        UndoTarget::LastOf(code) => {
            let Some(discount) = lock_by_code(conn, code).await? else {
                return Ok(None);
            };
            let sql =
                select_success!("s.discount_id = ? ORDER BY u.id IS NOT NULL, s.id DESC LIMIT 1");
            let success = sqlx::query_as(sql).bind(discount.id.0).fetch_optional(conn).await?;
            (discount, success)
        }
    };
    Ok(success.map(|success| (discount, success)))
}

pub(super) async fn take_back(
    conn: &mut Conn,
    discount: Discount,
    success: &SuccessRow,
    till: &Till,
    command: &UndoRedemption,
) -> Result<UndoOutcome, Fault> {
    let now = to_millis(command.now);
    let discount = set_back(conn, discount, success, now).await?;
    let amount = match success.order_id {
        Some(order) => undo_order(conn, order, now).await?,
        None => None,
    };
    totals::count_undo(conn, discount.user_id, discount.used_at.is_some(), amount).await?;
    let reason = cut(&command.reason, 255);
    let row = UsageLog {
        order: success.order_id.map(OrderId),
        undoes: Some(UsageLogId(success.id)),
        reason: Some(&reason),
        ..UsageLog::new(discount.code.as_ref(), till, UsageStatus::Undone, command.now)
            .of(&discount)
    };
    let usage_log_id = row.insert(conn).await?.ok_or(Fault::Conflict)?;
    let owner = owner(conn, discount.user_id).await?;
    if let Some(chat) = owner.chat {
        let notice = Notice::Undone { code: discount.code.to_string() };
        let draft =
            NotificationDraft::to_client(discount.user_id, chat, notice, usage_log_id, command.now);
        notifications::enqueue(conn, &draft, command.now).await?;
    }
    if let Some(entry) = &command.audit {
        audit::append(conn, entry.clone().about(discount.id.0), command.now).await?;
    }
    Ok(UndoOutcome::Undone { usage_log_id, discount: Box::new(discount), client: owner.card })
}

/// Marks the order and returns its amount; `None` when it was undone before.
async fn undo_order(
    conn: &mut Conn,
    order: i64,
    now: DateTime<Utc>,
) -> Result<Option<Hundredths>, Fault> {
    let sql =
        "UPDATE orders SET status = 'undone', updated_at = ? WHERE id = ? AND status = 'completed'";
    let undone = bind!(sqlx::query(sql), now, order).changes(conn).await?;
    if undone == 0 {
        return Ok(None);
    }
    let sql = "SELECT amount FROM orders WHERE id = ?";
    let amount = sqlx::query_scalar(sql).bind(order).fetch_one(conn).await?;
    Ok(Some(amount))
}

/// One use less; the last use becomes the last redemption that stands.
async fn set_back(
    conn: &mut Conn,
    mut discount: Discount,
    success: &SuccessRow,
    now: DateTime<Utc>,
) -> Result<Discount, Fault> {
    let sql = select_success!(
        "s.discount_id = ? AND s.id <> ? AND u.id IS NULL ORDER BY s.id DESC LIMIT 1"
    );
    let last: Option<SuccessRow> =
        bind!(sqlx::query_as(sql), discount.id.0, success.id).fetch_optional(&mut *conn).await?;
    discount.used_at = last.as_ref().map(|last| last.created_at);
    discount.used_by_cashier_id = last.and_then(|last| last.cashier_id).map(CashierId);
    let sql = "UPDATE discounts SET uses_count = uses_count - 1, used_at = ?, \
               used_by_cashier_id = ?, updated_at = ? WHERE id = ? AND uses_count > 0";
    let changed = bind!(
        sqlx::query(sql),
        discount.used_at,
        discount.used_by_cashier_id.map(|id| id.0),
        now,
        discount.id.0
    )
    .changes(conn)
    .await?;
    if changed != 1 {
        return Err(Fault::Conflict);
    }
    discount.uses_count = discount.uses_count.saturating_sub(1);
    Ok(discount)
}
