//! An update from Telegram.

/// An update as Telegram gave it, with what is needed to keep a chat's updates in order.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomingUpdate {
    /// Telegram's id, unique within one bot.
    pub update_id: i64,
    /// The chat whose order it belongs to; `None` when it belongs to none.
    pub chat_id: Option<i64>,
    pub payload: serde_json::Value,
}
