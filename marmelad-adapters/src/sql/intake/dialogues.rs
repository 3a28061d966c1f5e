//! `dialogues`: the state of a conversation with a bot.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::intake::DialogueStore;
use marmelad_core::kernel::{BotKind, PortError, TelegramId, to_millis};
use serde_json::Value;
use sqlx::types::Json;

use super::super::Store;
use super::super::statement::{Statement, bind};

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
                let sql =
                    "SELECT state FROM dialogues WHERE bot = ? AND chat_id = ? AND expires_at > ?";
                let query = bind!(sqlx::query_scalar(sql), bot.as_str(), chat.0, to_millis(now));
                let state: Option<Json<Value>> = query.fetch_optional(&mut *conn).await?;
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
                let sql = "UPDATE dialogues SET state = ?, expires_at = ?, updated_at = ? \
                           WHERE bot = ? AND chat_id = ?";
                let state = Json(&state);
                let update = bind!(sqlx::query(sql), state, expires_at, now, bot.as_str(), chat.0);
                if update.changes(&mut tx).await? == 0 {
                    let sql = "INSERT INTO dialogues (bot, chat_id, state, expires_at, created_at, \
                               updated_at) VALUES (?, ?, ?, ?, ?, ?)";
                    bind!(sqlx::query(sql), bot.as_str(), chat.0, state, expires_at, now, now)
                        .insert_new(&mut tx)
                        .await?;
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
                let sql = "SELECT id FROM dialogues WHERE bot = ? AND chat_id = ?";
                let query = sqlx::query_scalar(sql).bind(bot.as_str()).bind(chat.0);
                Ok(query.fetch_optional(&mut *conn).await?)
            })
            .await?;
        if existing.is_none() {
            return Ok(());
        }
        let sql = "DELETE FROM dialogues WHERE bot = ? AND chat_id = ?";
        self.db.run("dialogues.remove", || bind!(sqlx::query(sql), bot.as_str(), chat.0)).await
    }
}
