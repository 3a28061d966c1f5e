//! How fast messages go into one chat.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::ChatTurn;
use crate::kernel::{BotKind, PortError, TelegramId};

/// A delivery a second per bot and chat, by the rule of [`crate::delivery::ChatState`]. It may forget at
/// any time: then Telegram's own limiter answers 429.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ChatPace: Send + Sync {
    /// Takes a chat for one delivery.
    async fn take(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<ChatTurn, PortError>;

    /// The delivery that took the chat at `taken_at` does not go out after all.
    async fn give_back(
        &self,
        bot: BotKind,
        chat: TelegramId,
        taken_at: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// A reply went there, which does not ask.
    async fn note(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// No delivery goes there until then; of several pauses the latest counts.
    async fn pause(
        &self,
        bot: BotKind,
        chat: TelegramId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}
