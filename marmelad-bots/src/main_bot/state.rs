//! What the bot is waiting for in a chat.

use serde::{Deserialize, Serialize};
use teloxide::dispatching::dialogue::Dialogue;

use crate::shared::{DialogueState, DialogueStorage, exit};

/// Kept for [`crate::shared::DIALOGUE_TTL`] after the last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Nothing: every message stands for itself.
    #[default]
    Idle,
    /// A birthday.
    WaitingForDate,
    /// The client's own contact.
    WaitingForPhone,
    /// It cannot be read now.
    #[serde(skip)]
    Unknown,
}

impl DialogueState for State {
    fn unknown() -> Self {
        Self::Unknown
    }
}

/// One chat's state.
pub(super) type MainDialogue = Dialogue<State, DialogueStorage>;

/// Ends what was begun, if anything was. What means the same in every state is answered all the same when
/// that could not be stored.
pub(super) async fn leave(dialogue: MainDialogue, state: State) -> bool {
    if state != State::Idle {
        exit(dialogue).await;
    }
    true
}
