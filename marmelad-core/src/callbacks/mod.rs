//! Callbacks: the callback data of the bots' inline buttons.
//!
//! - `auth_bot.rs`: [`AuthButton`], the buttons of the auth bot.
//! - `main_bot.rs`: [`MainButton`], the buttons of the main bot.
//!
//! A bot writes a button as callback data (at most 64 bytes, Telegram's limit) into a message.
//! Telegram returns the data when the button is pressed; the bot reads the data back into the enum
//! and calls the service method of the area. Messages with buttons stay in chats, so the format is
//! a contract.

mod auth_bot;
mod main_bot;

pub use auth_bot::*;
pub use main_bot::*;

use serde::{Deserialize, Serialize};

use crate::kernel::{BroadcastId, MessageId};

/// Callback data that no current button sends: from an old message or a modified client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such button")]
pub struct UnknownButton;

/// A draft that waits for a button in the chat where it was made. Both ids are checked, because a
/// database may reuse the id of a deleted draft, and an old button must not send a new draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatDraft {
    pub id: BroadcastId,
    /// The message that the broadcast copies.
    pub message: MessageId,
}
