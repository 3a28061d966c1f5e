//! teloxide's dialogues over the port, so that a state survives a restart and is seen by every replica.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::kernel::{BotKind, PortError, TelegramId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::prelude::Dialogue;
use teloxide::types::ChatId;

/// The dialogue states of one bot's chats.
pub struct DialogueStorage {
    app: App,
    bot: BotKind,
}

impl DialogueStorage {
    /// The storage of one bot.
    pub fn new(app: App, bot: BotKind) -> Arc<Self> {
        Arc::new(Self { app, bot })
    }
}

/// A dialogue's state could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("a dialogue's state could not be kept")]
pub struct DialogueError(#[from] PortError);

/// A bot's dialogue state.
pub trait DialogueState:
    Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The state that stands for one that cannot be read now. Input that means the same in every state is handled; input
    /// that may answer a question is refused.
    fn unknown() -> Self;
}

/// Ends a dialogue; `false`, with a log entry, when that could not be stored.
pub(super) async fn exit<D: DialogueState>(dialogue: Dialogue<D, DialogueStorage>) -> bool {
    let chat = dialogue.chat_id().0;
    match dialogue.exit().await {
        Ok(()) => true,
        Err(DialogueError(error)) => {
            tracing::warn!(chat, error = describe(&error), "a dialogue was not left");
            false
        }
    }
}

impl<D: DialogueState> Storage<D> for DialogueStorage {
    type Error = DialogueError;

    fn remove_dialogue(
        self: Arc<Self>,
        chat: ChatId,
    ) -> BoxFuture<'static, Result<(), DialogueError>> {
        async move { Ok(self.app.intake.end_dialogue(self.bot, TelegramId(chat.0)).await?) }.boxed()
    }

    fn update_dialogue(
        self: Arc<Self>,
        chat: ChatId,
        state: D,
    ) -> BoxFuture<'static, Result<(), DialogueError>> {
        async move {
            let state = serde_json::to_value(&state).map_err(|error| PortError::Broken {
                what: "writing a dialogue state",
                source: error.into(),
            })?;
            Ok(self.app.intake.set_dialogue(self.bot, TelegramId(chat.0), state).await?)
        }
        .boxed()
    }

    /// No state, and a state that an older version wrote and this one cannot read, are the default. Never `None`: teloxide
    /// would store the default then, and each message outside a dialogue would wait for a write.
    fn get_dialogue(
        self: Arc<Self>,
        chat: ChatId,
    ) -> BoxFuture<'static, Result<Option<D>, DialogueError>> {
        async move {
            let state = match self.app.intake.dialogue(self.bot, TelegramId(chat.0)).await {
                Ok(state) => state,
                Err(error) => {
                    tracing::warn!(
                        error = describe(&error),
                        "a dialogue's state could not be read"
                    );
                    return Ok(Some(D::unknown()));
                }
            };
            let begun = state.and_then(|state| serde_json::from_value(state).ok());
            Ok(Some(begun.unwrap_or_default()))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use marmelad_core::Ports;
    use marmelad_core::intake::MockDialogueStore;

    use super::*;
    use crate::testing::app;

    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
    struct Step(i32);

    impl DialogueState for Step {
        fn unknown() -> Self {
            Self(-1)
        }
    }

    fn storage(dialogues: MockDialogueStore) -> Arc<DialogueStorage> {
        let ports = Ports { dialogues: Arc::new(dialogues), ..Ports::mocked() };
        DialogueStorage::new(app(ports), BotKind::Auth)
    }

    fn away() -> PortError {
        PortError::Unavailable { what: "the cache", source: "away".into() }
    }

    #[tokio::test]
    async fn outside_a_dialogue_nothing_is_written() {
        let mut dialogues = MockDialogueStore::new();
        dialogues
            .expect_get()
            .times(2)
            .returning(|_, chat, _| Ok((chat.0 == 8).then(|| "of an older version".into())));
        let storage = storage(dialogues);
        for chat in [7, 8] {
            let dialogue = Dialogue::<Step, _>::new(Arc::clone(&storage), ChatId(chat));
            assert_eq!(dialogue.get_or_default().await.unwrap(), Step(0));
        }
    }

    #[tokio::test]
    async fn while_the_store_is_away_states_are_unknown_and_neither_left_nor_entered() {
        let mut dialogues = MockDialogueStore::new();
        dialogues.expect_get().returning(|_, _, _| Err(away()));
        dialogues.expect_remove().returning(|_, _| Err(away()));
        dialogues.expect_put().returning(|_, _, _, _, _| Err(away()));
        let dialogue = Dialogue::<Step, _>::new(storage(dialogues), ChatId(7));
        assert_eq!(dialogue.get_or_default().await.unwrap(), Step::unknown());
        assert!(!exit(dialogue.clone()).await);
        assert!(dialogue.update(Step(1)).await.is_err());
    }
}
