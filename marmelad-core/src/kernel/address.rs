//! Where a person is reached.

use std::fmt;

use crate::kernel::TelegramId;

/// A chat in a messenger: a person's, or a bot's own id. Another messenger is another variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// The private chat with this user or bot.
    Telegram(TelegramId),
}

impl Address {
    /// The Telegram id, for the adapter of Telegram and for columns that hold one.
    pub fn telegram_id(self) -> TelegramId {
        let Self::Telegram(id) = self;
        id
    }
}

impl From<TelegramId> for Address {
    fn from(id: TelegramId) -> Self {
        Self::Telegram(id)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Telegram(id) = self;
        id.fmt(f)
    }
}
