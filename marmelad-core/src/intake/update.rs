//! A raw update from Telegram.

/// An update as Telegram sent it, with the chat id by which updates are ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomingUpdate {
    /// Telegram's `update_id`, unique within one bot.
    pub update_id: i64,
    /// The chat within which updates are handled in order; `None` when the update belongs to no chat.
    pub chat_id: Option<i64>,
    pub payload: serde_json::Value,
}
