//! The state of unfinished dialogues.

use chrono::Duration;
use serde_json::Value;

use crate::intake::IntakeService;
use crate::kernel::{BotKind, PortError, TelegramId};

/// How long a state is kept after its last change.
const DIALOGUE_TTL: Duration = Duration::hours(24);

impl IntakeService {
    /// The dialogue state of a chat; `None` when there is none or it has expired.
    pub async fn dialogue(
        &self,
        bot: BotKind,
        chat: TelegramId,
    ) -> Result<Option<Value>, PortError> {
        self.dialogues.get(bot, chat, self.context.now()).await
    }

    /// Stores the dialogue state of a chat for 24 hours.
    pub async fn set_dialogue(
        &self,
        bot: BotKind,
        chat: TelegramId,
        state: Value,
    ) -> Result<(), PortError> {
        let now = self.context.now();
        self.dialogues.put(bot, chat, state, now, now + DIALOGUE_TTL).await
    }

    /// Removes the dialogue state of a chat.
    pub async fn end_dialogue(&self, bot: BotKind, chat: TelegramId) -> Result<(), PortError> {
        self.dialogues.remove(bot, chat).await
    }
}
