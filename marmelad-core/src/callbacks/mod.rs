//! Callbacks: the data that inline buttons send back to the bots. A contract, at most 64 bytes each.

mod auth_bot;
mod main_bot;

pub use auth_bot::*;
pub use main_bot::*;

use serde::{Deserialize, Serialize};

use crate::kernel::{BroadcastId, MessageId};

/// Not a button of ours: an old message, or somebody's own client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such button")]
pub struct UnknownButton;

/// A draft that waits for its button in the chat in which its message stands. Both ids, since a database may give a
/// deleted draft's to the next one, and an old button must not send another message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatDraft {
    /// The draft.
    pub id: BroadcastId,
    /// The message that it copies.
    pub message: MessageId,
}
