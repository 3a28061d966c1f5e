//! The steps of deciding about a cashier.

use marmelad_core::kernel::{AdminId, CashierId, MessageId, TelegramId, to_millis};
use marmelad_core::messages::texts::words;
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::staff::{Cashier, CashierDecision, DecideCashier};

use super::super::dialect::Conn;
use super::super::notifications;
use super::super::statement::Statement;
use super::admins;
use crate::sql::fault::Fault;

/// Who approved or rejected the cashier last. A rejection is recorded in the audit log only.
pub(super) async fn who_decided(
    conn: &mut Conn,
    cashier: CashierId,
) -> Result<Option<String>, Fault> {
    let last: Option<(String, Option<i64>)> = sqlx::query_as(
        "SELECT actor, admin_id FROM audit_logs WHERE entity = 'cashier' AND entity_id = ? \
         AND action IN ('approve_cashier', 'reject_cashier') ORDER BY id DESC LIMIT 1",
    )
    .bind(cashier.0)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match last {
        Some((_, Some(admin))) => {
            admins::find(conn, AdminId(admin)).await?.map(|admin| admin.display_name)
        }
        Some((actor, None)) if actor == "cli" => Some(words::OPERATOR.to_owned()),
        _ => None,
    })
}

pub(super) async fn take(conn: &mut Conn, command: &DecideCashier) -> Result<(), Fault> {
    let now = to_millis(command.now);
    let (status, id) = (command.decision.target().as_str(), command.cashier_id.0);
    let update = match command.decision {
        CashierDecision::Approve => sqlx::query(
            "UPDATE cashiers SET status = ?, is_active = 1, shop = COALESCE(?, shop), \
             approved_by_admin_id = ?, approved_at = ?, rejected_at = NULL, deactivated_at = NULL, \
             updated_at = ? WHERE id = ?",
        )
        .bind(status)
        .bind(&command.shop)
        .bind(command.admin_id.map(|id| id.0))
        .bind(now),
        CashierDecision::Reject => sqlx::query(
            "UPDATE cashiers SET status = ?, is_active = 0, rejected_at = ?, updated_at = ? \
             WHERE id = ?",
        )
        .bind(status)
        .bind(now),
        CashierDecision::Deactivate => sqlx::query(
            "UPDATE cashiers SET status = ?, is_active = 0, deactivated_at = ?, updated_at = ? \
             WHERE id = ?",
        )
        .bind(status)
        .bind(now),
    };
    update.bind(now).bind(id).run(conn).await
}

/// Updates the other admins' request messages with the decision; requests not sent yet are dropped.
pub(super) async fn close_requests(
    conn: &mut Conn,
    cashier: &Cashier,
    command: &DecideCashier,
) -> Result<(), Fault> {
    for request in notifications::last_request_of(conn, cashier.id).await? {
        let chat = TelegramId(request.chat_id);
        match (request.status.as_str(), request.telegram_message_id) {
            ("pending", _) => notifications::drop_pending(conn, request.id, command.now).await?,
            ("sent", Some(message_id)) if command.pressed_in_chat != Some(chat) => {
                let notice = Notice::CashierRequestDecided {
                    message_id: MessageId(message_id),
                    display_name: cashier.display_name.clone(),
                    approved: command.decision == CashierDecision::Approve,
                    decided_by: command.decided_by.clone(),
                };
                let key = format!("cashier_decided:{}", request.id);
                let draft = NotificationDraft::to_staff(chat.into(), notice, key, command.now);
                notifications::enqueue(conn, &draft, command.now).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

pub(super) async fn tell_cashier(
    conn: &mut Conn,
    cashier: &Cashier,
    command: &DecideCashier,
) -> Result<(), Fault> {
    let (notice, word) = match command.decision {
        CashierDecision::Approve => {
            (Notice::CashierApproved { shop: cashier.shop.clone() }, "approved")
        }
        CashierDecision::Reject => (Notice::cashier_rejected(to_millis(command.now)), "rejected"),
        CashierDecision::Deactivate => (Notice::CashierDeactivated {}, "deactivated"),
    };
    let key = format!("cashier_{word}:{}:{}", cashier.id, command.now.timestamp_millis());
    let draft = NotificationDraft::to_staff(cashier.address(), notice, key, command.now);
    notifications::enqueue(conn, &draft, command.now).await
}
