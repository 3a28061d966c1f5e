//! What the bot is waiting for in a chat.

use marmelad_adapters::telemetry::describe;
use marmelad_core::callbacks::ChatDraft;
use serde::{Deserialize, Serialize};
use teloxide::dispatching::dialogue::Dialogue;

use super::broadcast;
use super::visit::Visit;
use crate::shared::{DialogueState, DialogueStorage, exit};

/// Kept for [`crate::shared::DIALOGUE_TTL`] after the last change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Nothing: every message stands for itself.
    #[default]
    Idle,
    /// A birthday.
    WaitingForDate,
    /// The client's own contact.
    WaitingForPhone,
    /// An admin's message for everybody.
    WaitingForBroadcast {
        /// The album that was refused last.
        album: Option<String>,
    },
    /// A button under such a message, or another message in its place.
    ConfirmingBroadcast {
        /// What stands behind the button.
        draft: ChatDraft,
    },
    /// It cannot be read now.
    #[serde(skip)]
    Unknown,
}

impl State {
    /// Whether a message would be one for everybody.
    pub(super) fn is_broadcast(&self) -> bool {
        matches!(
            self,
            Self::WaitingForBroadcast { .. } | Self::ConfirmingBroadcast { .. }
        )
    }
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
pub(super) async fn leave(visit: Visit, dialogue: MainDialogue, state: State) -> bool {
    if let Err(error) = broadcast::discard(&visit, &state).await {
        // The state stays, so that the next command or button tries again.
        let error = describe(&error);
        tracing::warn!(chat = %visit.chat.id, error, "a draft from a chat was not deleted");
    } else if state != State::Idle {
        exit(dialogue).await;
    }
    true
}
