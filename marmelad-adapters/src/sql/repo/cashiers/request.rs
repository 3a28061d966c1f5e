//! Somebody asks to be a cashier.

use marmelad_core::kernel::{CashierId, to_millis};
use marmelad_core::notifications::NotificationDraft;
use marmelad_core::staff::{
    AccessAnswer, AccessRequest, Cashier, CashierStatus, NotificationGroup, RequestAccess, Role,
    SaveAdmin, access_answer,
};

use super::super::super::dialect::{Conn, Db, for_update, inserted_id};
use super::super::row::cut;
use super::super::{admins, notifications};
use super::{CashierRow, find, select_cashier};
use crate::sql::fault::{Fault, unless_taken};

pub(super) async fn request_access(
    db: &Db,
    command: &RequestAccess,
) -> Result<AccessRequest, Fault> {
    let mut tx = db.begin().await?;
    let stored: Option<CashierRow> =
        sqlx::query_as(select_cashier!("WHERE telegram_id = ?", for_update!()))
            .bind(command.profile.telegram_id.0)
            .fetch_optional(&mut *tx)
            .await?;
    let stored = stored.map(Cashier::try_from).transpose()?;
    let answer = access_answer(stored.as_ref(), command.now);
    let cashier = match (answer, stored) {
        (AccessAnswer::File, stored) => file(&mut tx, stored, command).await?,
        (_, Some(cashier)) => return Ok(AccessRequest { cashier, answer }),
        (_, None) => return Err(Fault::Raced),
    };
    add_admin(&mut tx, command).await?;
    for admin in admins::all(&mut tx).await? {
        if admin.is_active && admin.is_in(NotificationGroup::CashierRequests) {
            let draft = NotificationDraft::cashier_request(
                &cashier,
                admin.telegram_id,
                admin.id,
                command.now,
            );
            notifications::enqueue(&mut tx, &draft, command.now).await?;
        }
    }
    tx.commit().await?;
    Ok(AccessRequest { cashier, answer })
}

async fn file(
    conn: &mut Conn,
    stored: Option<Cashier>,
    command: &RequestAccess,
) -> Result<Cashier, Fault> {
    let now = to_millis(command.now);
    let username = command
        .profile
        .username
        .as_deref()
        .map(|name| cut(name, 64));
    let id = if let Some(cashier) = stored {
        sqlx::query(
            "UPDATE cashiers SET status = ?, is_active = ?, username = ?, updated_at = ? WHERE id = ?",
        )
        .bind(CashierStatus::Pending.as_str())
        .bind(false)
        .bind(username)
        .bind(now)
        .bind(cashier.id.0)
        .execute(&mut *conn)
        .await?;
        cashier.id
    } else {
        let done = sqlx::query(
            "INSERT INTO cashiers (telegram_id, display_name, username, status, is_active, created_at, \
             updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(command.profile.telegram_id.0)
        .bind(command.profile.display_name())
        .bind(username)
        .bind(CashierStatus::Pending.as_str())
        .bind(false)
        .bind(now)
        .bind(now)
        .execute(&mut *conn)
        .await;
        CashierId(inserted_id(&unless_taken(done)?.ok_or(Fault::Raced)?))
    };
    find(conn, id).await?.ok_or(Fault::Raced)
}

/// The owner may make an admin of whoever came to the staff's bot: the record waits, without any right.
async fn add_admin(conn: &mut Conn, command: &RequestAccess) -> Result<(), Fault> {
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
