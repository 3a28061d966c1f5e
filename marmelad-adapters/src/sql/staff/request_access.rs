//! The steps of a request for a cashier's access.

use marmelad_core::kernel::{CashierId, to_millis};
use marmelad_core::staff::{Cashier, CashierStatus, RequestAccess, Role, SaveAdmin};

use super::super::dialect::Conn;
use super::super::row::cut;
use super::super::statement::{Statement, bind};
use super::admins;
use crate::sql::fault::Fault;

/// Writes a request and returns the cashier's id.
pub(super) async fn file(
    conn: &mut Conn,
    stored: Option<Cashier>,
    command: &RequestAccess,
) -> Result<CashierId, Fault> {
    let now = to_millis(command.now);
    let username = command.profile.username.as_deref().map(|name| cut(name, 64));
    if let Some(cashier) = stored {
        let sql = "UPDATE cashiers SET status = ?, is_active = ?, username = ?, updated_at = ? \
                   WHERE id = ?";
        let pending = CashierStatus::Pending.as_str();
        bind!(sqlx::query(sql), pending, false, username, now, cashier.id.0).run(conn).await?;
        Ok(cashier.id)
    } else {
        let sql = "INSERT INTO cashiers (telegram_id, display_name, username, status, is_active, \
                   created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let (id, name) = (command.profile.telegram_id.0, command.profile.display_name());
        let pending = CashierStatus::Pending.as_str();
        let added = bind!(sqlx::query(sql), id, name, username, pending, false, now, now);
        Ok(CashierId(added.insert_new(conn).await?))
    }
}

/// Adds an inactive admin for a person who wrote to the staff's bot, so that an owner may activate it.
pub(super) async fn add_admin(conn: &mut Conn, command: &RequestAccess) -> Result<(), Fault> {
    let existing: Option<i64> = sqlx::query_scalar("SELECT id FROM admins WHERE telegram_id = ?")
        .bind(command.profile.telegram_id.0)
        .fetch_optional(&mut *conn)
        .await?;
    if existing.is_none() {
        let waiting = SaveAdmin {
            telegram_id: command.profile.telegram_id,
            display_name: command.profile.display_name(),
            username: command.profile.username.clone(),
            role: Role::Readonly,
            is_active: false,
            can_broadcast_from_chat: None,
            notification_groups: Vec::new(),
            audit: None,
            now: command.now,
        };
        admins::insert(conn, &waiting).await?;
    }
    Ok(())
}
