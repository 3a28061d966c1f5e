//! `dialogues`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::intake::DialogueStore;
use marmelad_core::kernel::{BotKind, PortError, TelegramId, to_millis};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct Dialogues {
    db: Db,
}

impl Dialogues {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>, Fault> {
        let state: Option<Json<Value>> = sqlx::query_scalar(
            "SELECT state FROM dialogues WHERE bot = ? AND chat_id = ? AND expires_at > ?",
        )
        .bind(bot.as_str())
        .bind(chat.0)
        .bind(to_millis(now))
        .fetch_optional(&mut *self.db.reader().await?)
        .await?;
        Ok(state.map(|Json(state)| state))
    }

    async fn try_put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: &Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let (now, expires_at) = (to_millis(now), to_millis(expires_at));
        let mut tx = self.db.begin().await?;
        let replaced = sqlx::query(
            "UPDATE dialogues SET state = ?, expires_at = ?, updated_at = ? WHERE bot = ? AND chat_id = ?",
        )
        .bind(Json(state))
        .bind(expires_at)
        .bind(now)
        .bind(bot.as_str())
        .bind(chat.0)
        .execute(&mut *tx)
        .await?;
        if replaced.rows_affected() == 0 {
            let added = sqlx::query(
                "INSERT INTO dialogues (bot, chat_id, state, expires_at, created_at, updated_at) \
                 VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(bot.as_str())
            .bind(chat.0)
            .bind(Json(state))
            .bind(expires_at)
            .bind(now)
            .bind(now)
            .execute(&mut *tx)
            .await;
            unless_taken(added)?.ok_or(Fault::Raced)?;
        }
        Ok(tx.commit().await?)
    }

    async fn try_remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), Fault> {
        // Most chats are in no dialogue: to see that takes no write lock.
        if self.is_absent(bot, chat).await? {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        sqlx::query("DELETE FROM dialogues WHERE bot = ? AND chat_id = ?")
            .bind(bot.as_str())
            .bind(chat.0)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn is_absent(&self, bot: BotKind, chat: TelegramId) -> Result<bool, Fault> {
        let id: Option<i64> =
            sqlx::query_scalar("SELECT id FROM dialogues WHERE bot = ? AND chat_id = ?")
                .bind(bot.as_str())
                .bind(chat.0)
                .fetch_optional(&mut *self.db.reader().await?)
                .await?;
        Ok(id.is_none())
    }
}

#[async_trait]
impl DialogueStore for Dialogues {
    async fn get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>, PortError> {
        Ok(self.try_get(bot, chat, now).await?)
    }

    async fn put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| self.try_put(bot, chat, &state, now, expires_at)).await
    }

    async fn remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError> {
        retry(|| self.try_remove(bot, chat)).await
    }
}
