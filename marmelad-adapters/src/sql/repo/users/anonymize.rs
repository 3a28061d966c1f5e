//! Forgetting a client: everything personal goes, the trade stays under the internal id.

use marmelad_core::clients::AnonymizeUser;
use marmelad_core::kernel::to_millis;
use serde_json::json;
use sqlx::types::Json;

use super::super::super::dialect::{Conn, Db, for_update};
use super::super::{audit, discounts, idempotency};
use super::words::{replace_tags, replace_terms};
use crate::sql::fault::Fault;

const FORGOTTEN_NAME: &str = "Удалённый клиент";
const REVOKE_REASON: &str = "Клиент удалён";

pub(super) async fn anonymize(db: &Db, command: &AnonymizeUser) -> Result<bool, Fault> {
    let mut tx = db.begin().await?;
    let found: Option<(i64, Option<String>)> = sqlx::query_as(concat!(
        "SELECT telegram_id, phone_digits FROM users WHERE id = ? AND anonymized_at IS NULL",
        for_update!()
    ))
    .bind(command.id.0)
    .fetch_optional(&mut *tx)
    .await?;
    let Some((chat, phone)) = found else {
        return Ok(false);
    };
    forget_person(&mut tx, command).await?;
    forget_conversation(&mut tx, chat).await?;
    revoke_codes(&mut tx, command).await?;
    drop_notifications(&mut tx, command).await?;
    idempotency::forget_client(&mut tx, command.id, command.now).await?;
    if let Some(digits) = phone.filter(|digits| !digits.is_empty()) {
        discounts::forget_phone(&mut tx, &digits).await?;
    }
    audit::append(
        &mut tx,
        command.audit.clone().about(command.id.0),
        command.now,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// The Telegram id becomes one that Telegram never gives: who returns is a new client.
async fn forget_person(conn: &mut Conn, command: &AnonymizeUser) -> Result<(), Fault> {
    let now = to_millis(command.now);
    sqlx::query(
        "UPDATE users SET telegram_id = ?, username = NULL, first_name = NULL, last_name = NULL, display_name = ?, \
         phone = NULL, phone_digits = NULL, phone_reversed = NULL, birthday = NULL, birthday_md = NULL, \
         birthday_changed_at = NULL, tags = ?, anonymized_at = ?, updated_at = ? WHERE id = ?",
    )
    .bind(-command.id.0)
    .bind(FORGOTTEN_NAME)
    .bind(Json(json!([])))
    .bind(now)
    .bind(now)
    .bind(command.id.0)
    .execute(&mut *conn)
    .await?;
    replace_terms(conn, &[command.id.0], &[], now).await?;
    replace_tags(conn, &[command.id.0], &[], now).await
}

/// Updates that wait to be handled keep their payload until then: it goes when they are done, as ever.
async fn forget_conversation(conn: &mut Conn, chat: i64) -> Result<(), Fault> {
    sqlx::query("DELETE FROM dialogues WHERE bot IN ('main', 'auth') AND chat_id = ?")
        .bind(chat)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE telegram_updates SET payload = NULL \
         WHERE bot IN ('main', 'auth') AND chat_id = ? AND status IN ('handling', 'done')",
    )
    .bind(chat)
    .execute(conn)
    .await?;
    Ok(())
}

async fn revoke_codes(conn: &mut Conn, command: &AnonymizeUser) -> Result<(), Fault> {
    let now = to_millis(command.now);
    sqlx::query(
        "UPDATE discounts SET revoked_at = ?, revoke_reason = ?, updated_at = ? \
         WHERE user_id = ? AND revoked_at IS NULL AND uses_count < max_uses",
    )
    .bind(now)
    .bind(REVOKE_REASON)
    .bind(now)
    .bind(command.id.0)
    .execute(conn)
    .await?;
    Ok(())
}

async fn drop_notifications(conn: &mut Conn, command: &AnonymizeUser) -> Result<(), Fault> {
    let now = to_millis(command.now);
    sqlx::query(
        "UPDATE notifications SET status = 'dropped', claim_id = NULL, lease_until = NULL \
         WHERE user_id = ? AND status IN ('pending', 'sending')",
    )
    .bind(command.id.0)
    .execute(&mut *conn)
    .await?;
    // The chat is the person's Telegram id.
    sqlx::query(
        "UPDATE notifications SET payload = ?, chat_id = ?, updated_at = ? WHERE user_id = ?",
    )
    .bind(Json(json!({})))
    .bind(-command.id.0)
    .bind(now)
    .bind(command.id.0)
    .execute(conn)
    .await?;
    Ok(())
}
