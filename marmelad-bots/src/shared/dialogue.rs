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
    D: Default + Serialize + DeserializeOwned + Send + 'static,
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
            let now = self.app.now();
            self.app
                .ports
                .dialogues
                .put(self.bot, TelegramId(chat.0), state, now, now + DIALOGUE_TTL)
                .await
        }
        .boxed()
    }

    /// No state, or one that an older version wrote and this one cannot read, is the state in which
    /// nothing was begun. It is never `None`: teloxide would store the default then, and so make each
    /// message outside a dialogue wait for a write.
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
            let begun = state.and_then(|state| serde_json::from_value(state).ok());
            Ok(Some(begun.unwrap_or_default()))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use marmelad_core::AppContext;
    use marmelad_core::ports::{MockClock, MockDialogueStore, Ports};
    use teloxide::prelude::Dialogue;

    use super::*;

    #[tokio::test]
    async fn outside_a_dialogue_nothing_is_written() {
        let mut dialogues = MockDialogueStore::new();
        dialogues
            .expect_get()
            .times(2)
            .returning(|_, chat, _| Ok((chat.0 == 8).then(|| "of an older version".into())));
        let mut clock = MockClock::new();
        clock
            .expect_now()
            .return_const(chrono::DateTime::UNIX_EPOCH);
        let ports = Ports {
            dialogues: Arc::new(dialogues),
            clock: Arc::new(clock),
            ..Ports::mocked()
        };
        let context = AppContext {
            zone: chrono_tz::UTC,
            test_ids: std::collections::BTreeSet::new(),
            panel_url: String::new(),
            own_bot_api: false,
        };
        let storage = DialogueStorage::new(App::new(ports, context), BotKind::Auth);
        for chat in [7, 8] {
            let dialogue = Dialogue::<u32, _>::new(Arc::clone(&storage), ChatId(chat));
            assert_eq!(dialogue.get_or_default().await.unwrap(), 0);
        }
    }
}
