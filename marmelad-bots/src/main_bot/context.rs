//! The context of the main bot's handlers, with the state of its dialogue.

use std::borrow::Cow;

use marmelad_adapters::telemetry::describe;
use marmelad_core::callbacks::ChatDraft;
use marmelad_core::kernel::PortError;
use marmelad_core::messages::{TextKey, truncate_utf16};
use marmelad_core::people::User;
use serde::{Deserialize, Serialize};

use super::keyboards;
use crate::shared::{self, DialogueState, HandlerError, HandlerResult};

/// One update of one client.
pub(super) type Context = shared::Context<State>;

/// The longest `{first_name}`, in UTF-16 units.
const LONGEST_NAME: usize = 64;

/// What the bot waits for in a chat. Kept for 24 hours after the last change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Every message stands for itself.
    #[default]
    Idle,
    /// The date of the birthday.
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
        /// The draft that the button sends.
        draft: ChatDraft,
    },
    /// The state cannot be read now.
    #[serde(skip)]
    Unknown,
}

impl DialogueState for State {
    fn unknown() -> Self {
        Self::Unknown
    }
}

impl Context {
    /// The client; created at the first contact.
    pub(super) async fn client(&self) -> Result<User, HandlerError> {
        Ok(self.app.clients.meet(self.sender.clone()).await?)
    }

    /// Answers with a text and the main keyboard, and makes a client of the sender.
    pub(super) async fn answer(&self, key: TextKey) -> HandlerResult {
        self.client().await?;
        self.say(key, &[], keyboards::main()).await
    }

    /// Ends the dialogue, if there is one. When that cannot be stored, the command or button behind it works all the same.
    pub(super) async fn leave(&self) {
        if let Err(error) = self.discard_draft().await {
            // The state stays, so that the next command or button tries again.
            tracing::warn!(chat = %self.chat.id, error = describe(&error), "a draft from a chat was not deleted");
        } else {
            self.exit().await;
        }
    }

    /// Deletes the draft that waits for its button, if there is one.
    pub(super) async fn discard_draft(&self) -> Result<(), PortError> {
        if let State::ConfirmingBroadcast { draft } = self.state {
            self.app.broadcasts.discard_from_chat(self.chat.id, draft).await?;
        }
        Ok(())
    }
}

/// The value of `{first_name}` in texts.
pub(super) fn first_name(user: &User) -> Cow<'_, str> {
    truncate_utf16(user.first_name.as_deref().unwrap_or_default().trim(), LONGEST_NAME)
}
