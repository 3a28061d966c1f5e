//! teloxide's dialogues over the port, so that a state survives a restart and is seen by every replica.

use std::sync::Arc;

use chrono::Duration;
use futures::FutureExt;
use futures::future::BoxFuture;
use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::ids::TelegramId;
use marmelad_core::ports::PortError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::types::ChatId;

/// How long a state is kept when nothing happens.
pub const DIALOGUE_TTL: Duration = Duration::hours(24);

/// One bot's dialogue states.
pub struct DialogueStorage {
    app: App,
    bot: BotKind,
}

impl DialogueStorage {
    /// The states of one bot.
    pub fn new(app: App, bot: BotKind) -> Arc<Self> {
        Arc::new(Self { app, bot })
    }
}

impl<D> Storage<D> for DialogueStorage
where
    D: Serialize + DeserializeOwned + Send + 'static,
{
    type Error = PortError;

    fn remove_dialogue(self: Arc<Self>, chat: ChatId) -> BoxFuture<'static, Result<(), PortError>> {
        async move {
            self.app
                .ports
                .dialogues
                .remove(self.bot, TelegramId(chat.0))
                .await
        }
        .boxed()
    }

    fn update_dialogue(
        self: Arc<Self>,
        chat: ChatId,
        state: D,
    ) -> BoxFuture<'static, Result<(), PortError>> {
        async move {
            let state = serde_json::to_value(&state).map_err(|error| PortError::Broken {
                what: "writing a dialogue state",
                source: error.into(),
            })?;
            let expires_at = self.app.now() + DIALOGUE_TTL;
            self.app
                .ports
                .dialogues
                .put(self.bot, TelegramId(chat.0), state, expires_at)
                .await
        }
        .boxed()
    }

    /// A state that an older version wrote and this one cannot read counts as none.
    fn get_dialogue(
        self: Arc<Self>,
        chat: ChatId,
    ) -> BoxFuture<'static, Result<Option<D>, PortError>> {
        async move {
            let state = self
                .app
                .ports
                .dialogues
                .get(self.bot, TelegramId(chat.0), self.app.now())
                .await?;
            Ok(state.and_then(|state| serde_json::from_value(state).ok()))
        }
        .boxed()
    }
}
