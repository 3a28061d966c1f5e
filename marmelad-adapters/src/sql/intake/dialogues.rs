//! `dialogues`: the state of a conversation with a bot.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::intake::DialogueStore;
use marmelad_core::kernel::{BotKind, PortError, TelegramId, to_millis};
use serde_json::Value;
use sqlx::types::Json;

use super::super::Store;
use crate::sql::fault::{Fault, unless_taken};

#[async_trait]
impl DialogueStore for Store {
    async fn get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>, PortError> {
        self.db
            .read("dialogues.get", async |mut conn| {
                let state: Option<Json<Value>> = sqlx::query_scalar(
                    "SELECT state FROM dialogues WHERE bot = ? AND chat_id = ? AND expires_at > ?",
                )
                .bind(bot.as_str())
                .bind(chat.0)
                .bind(to_millis(now))
                .fetch_optional(&mut *conn)
                .await?;
                Ok(state.map(|Json(state)| state))
            })
            .await
    }

    async fn put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let (now, expires_at) = (to_millis(now), to_millis(expires_at));
        self.db
            .transaction("dialogues.put", async |mut tx| {
                let replaced = sqlx::query(
                    "UPDATE dialogues SET state = ?, expires_at = ?, updated_at = ? WHERE bot = \
                     ? AND chat_id = ?",
                )
                .bind(Json(&state))
                .bind(expires_at)
                .bind(now)
                .bind(bot.as_str())
                .bind(chat.0)
                .execute(&mut *tx)
                .await?;
                if replaced.rows_affected() == 0 {
                    let added = sqlx::query(
                        "INSERT INTO dialogues (bot, chat_id, state, expires_at, created_at, \
                         updated_at) \
                         VALUES (?, ?, ?, ?, ?, ?)",
                    )
                    .bind(bot.as_str())
                    .bind(chat.0)
                    .bind(Json(&state))
                    .bind(expires_at)
                    .bind(now)
                    .bind(now)
                    .execute(&mut *tx)
                    .await;
                    unless_taken(added)?.ok_or(Fault::Conflict)?;
                }
                Ok(())
            })
            .await
    }

    async fn remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError> {
        // Most chats are in no dialogue, and reading takes no write lock.
        let existing: Option<i64> = self
            .db
            .read("dialogues.look_up", async |mut conn| {
                let id =
                    sqlx::query_scalar("SELECT id FROM dialogues WHERE bot = ? AND chat_id = ?");
                Ok(id.bind(bot.as_str()).bind(chat.0).fetch_optional(&mut *conn).await?)
            })
            .await?;
        if existing.is_none() {
            return Ok(());
        }
        self.db
            .transaction("dialogues.remove", async |mut tx| {
                sqlx::query("DELETE FROM dialogues WHERE bot = ? AND chat_id = ?")
                    .bind(bot.as_str())
                    .bind(chat.0)
                    .execute(&mut *tx)
                    .await?;
                Ok(())
            })
            .await
    }
}
