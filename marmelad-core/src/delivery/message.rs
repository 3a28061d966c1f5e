//! Messages on their way to Telegram, and what can come back.

use crate::kernel::{Address, MessageId};

/// A message to send, with its HTML already escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    pub chat: Address,
    /// Telegram's HTML subset, 1–4096 UTF-16 units after parsing.
    pub html: String,
    /// `None` leaves the client's keyboard as it is.
    pub keyboard: Option<Keyboard>,
}

/// A change to a message sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageEdit {
    pub chat: Address,
    pub message: MessageId,
    /// The new text; `None` keeps it and changes the buttons only.
    pub html: Option<String>,
    /// The new inline buttons; empty removes them.
    pub buttons: Vec<Vec<InlineButton>>,
}

/// Buttons of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyboard {
    /// Buttons attached to the message.
    Inline(Vec<Vec<InlineButton>>),
    /// Replaces the client's keyboard until the next `Reply` or `Remove`.
    Reply(Vec<Vec<ReplyButton>>),
    /// Takes the reply keyboard away.
    Remove,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineButton {
    pub label: String,
    /// What a press does.
    pub action: ButtonAction,
}

/// What pressing an inline button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ButtonAction {
    /// Sends this to the bot, 1–64 bytes.
    Callback(String),
    Url(String),
}

impl InlineButton {
    /// A button that sends `data` to the bot.
    pub fn callback(label: impl Into<String>, data: impl Into<String>) -> Self {
        Self { label: label.into(), action: ButtonAction::Callback(data.into()) }
    }

    /// A button that opens an address.
    pub fn url(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), action: ButtonAction::Url(url.into()) }
    }
}

/// A button of the reply keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyButton {
    /// A press sends the label as the client's message.
    Text(String),
    /// Shares the client's own contact.
    Contact(String),
}

/// A bot's identity as returned by `getMe`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotIdentity {
    /// The bot itself, as a member of a channel.
    pub address: Address,
    /// The username without the leading `@`.
    pub username: String,
}

/// A command in a bot's menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BotCommand {
    /// The command without the leading slash.
    pub command: &'static str,
    /// What the command does, in Russian.
    pub description: &'static str,
}
