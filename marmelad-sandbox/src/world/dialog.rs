//! One chat as one bot sees it.

use std::collections::BTreeMap;

use super::message::Message;

/// History and state of a chat with a bot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dialog {
    pub(crate) messages: BTreeMap<i32, Message>,
    /// The person has written to the bot at least once.
    pub(crate) started: bool,
    /// The person has blocked the bot.
    pub(crate) blocked: bool,
    /// Last message seen on the chat page.
    pub(crate) read_up_to: i32,
}

impl Dialog {
    /// Messages of the bot not yet seen on the chat page.
    pub(crate) fn unread(&self) -> usize {
        self.messages
            .range(self.read_up_to.saturating_add(1)..)
            .filter(|(_, message)| message.is_from_bot() && !message.deleted)
            .count()
    }
}
