//! Where a person is in a dialogue.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{BotKind, PortError, TelegramId};

/// Keeps one JSON state per (bot, chat); it may vanish, never change by itself.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DialogueStore: Send + Sync {
    /// The state, unless it is gone or expired at `now`.
    async fn get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<serde_json::Value>, PortError>;

    /// Puts a state in place of any other.
    async fn put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: serde_json::Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Takes the state away; nothing happens when there is none.
    async fn remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError>;
}
