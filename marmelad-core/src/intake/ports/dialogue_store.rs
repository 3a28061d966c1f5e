//! The port that keeps the state of unfinished dialogues.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{BotKind, PortError, TelegramId};

/// Keeps one JSON state per (bot, chat). A cache may lose a state; the caller then restarts the dialogue.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DialogueStore: Send + Sync {
    /// Returns the state; `None` when there is none or it has expired at `now`.
    async fn get(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<Option<serde_json::Value>, PortError>;

    /// Stores a state and replaces the previous one.
    async fn put(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: serde_json::Value,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Removes the state. Removing an absent state is no error.
    async fn remove(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError>;
}
