//! Anonymising a client: personal data is deleted, purchases stay under the internal id.

use marmelad_core::clients::AnonymizeUser;
use marmelad_core::kernel::to_millis;
use serde_json::json;
use sqlx::types::Json;

use super::super::dialect::Conn;
use super::super::statement::{Statement, bind};
use super::words::{replace_tags, replace_terms};
use crate::sql::fault::Fault;

const FORGOTTEN_NAME: &str = "Удалённый клиент";
const REVOKE_REASON: &str = "Клиент удалён";

/// The Telegram id becomes a negative one, which no person has: whoever returns is a new client.
pub(super) async fn forget_person(conn: &mut Conn, command: &AnonymizeUser) -> Result<(), Fault> {
    let now = to_millis(command.now);
    let sql = "UPDATE users SET telegram_id = ?, username = NULL, first_name = NULL, \
               last_name = NULL, display_name = ?, phone = NULL, phone_digits = NULL, \
               phone_reversed = NULL, birthday = NULL, birthday_md = NULL, \
               birthday_changed_at = NULL, tags = ?, anonymized_at = ?, updated_at = ? \
               WHERE id = ?";
    bind!(sqlx::query(sql), -command.id.0, FORGOTTEN_NAME, Json(json!([])), now, now, command.id.0)
        .run(conn)
        .await?;
    replace_terms(conn, &[command.id.0], &[], now).await?;
    replace_tags(conn, &[command.id.0], &[], now).await
}

/// A waiting update keeps its payload until it is handled, like every update.
pub(super) async fn forget_conversation(conn: &mut Conn, chat: i64) -> Result<(), Fault> {
    let sql = "DELETE FROM dialogues WHERE bot IN ('main', 'auth') AND chat_id = ?";
    sqlx::query(sql).bind(chat).run(conn).await?;
    let sql = "UPDATE telegram_updates SET payload = NULL \
               WHERE bot IN ('main', 'auth') AND chat_id = ? AND status IN ('handling', 'done')";
    sqlx::query(sql).bind(chat).run(conn).await
}

pub(super) async fn revoke_codes(conn: &mut Conn, command: &AnonymizeUser) -> Result<(), Fault> {
    let now = to_millis(command.now);
    let sql = "UPDATE discounts SET revoked_at = ?, revoke_reason = ?, updated_at = ? \
               WHERE user_id = ? AND revoked_at IS NULL AND uses_count < max_uses";
    bind!(sqlx::query(sql), now, REVOKE_REASON, now, command.id.0).run(conn).await
}

pub(super) async fn drop_notifications(
    conn: &mut Conn,
    command: &AnonymizeUser,
) -> Result<(), Fault> {
    let now = to_millis(command.now);
    let sql = "UPDATE notifications SET status = 'dropped', claim_id = NULL, lease_until = NULL \
               WHERE user_id = ? AND status IN ('pending', 'sending')";
    sqlx::query(sql).bind(command.id.0).run(conn).await?;
    // The chat id is the person's Telegram id.
    let sql = "UPDATE notifications SET payload = ?, chat_id = ?, updated_at = ? WHERE user_id = ?";
    bind!(sqlx::query(sql), Json(json!({})), -command.id.0, now, command.id.0).run(conn).await
}
