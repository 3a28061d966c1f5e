//! Sending through Telegram.

use std::time::Duration;

use async_trait::async_trait;

use crate::delivery::{
    BotCommand, BotIdentity, Deleted, Delivered, Membership, MessageEdit, OutgoingDelivery,
    OutgoingMessage,
};
use crate::kernel::{Address, BotKind, MessageId, WebhookInfo};

/// Calls the Bot API once per method call; whether to try again is for the caller to decide.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Who the bot is.
    async fn me(&self, bot: BotKind) -> Result<BotIdentity, SendError>;

    /// How Telegram delivers the bot's updates.
    async fn webhook(&self, bot: BotKind) -> Result<WebhookInfo, SendError>;

    /// Has the bot's updates delivered to the configured webhook, the waiting ones too. Answers where that is;
    /// `Rejected` when none is configured, or when Telegram does not like it.
    async fn set_webhook(&self, bot: BotKind) -> Result<String, SendError>;

    /// Has the bot's updates delivered nowhere, so that they can be polled; none is lost.
    async fn delete_webhook(&self, bot: BotKind) -> Result<(), SendError>;

    async fn send(&self, bot: BotKind, message: &OutgoingMessage) -> Result<MessageId, SendError>;

    /// Sends a message of any kind: text, file or copy. One with bytes to upload or to fetch may take two minutes.
    async fn deliver(
        &self,
        bot: BotKind,
        delivery: &OutgoingDelivery,
    ) -> Result<Delivered, SendError>;

    /// Takes a message back from a chat.
    async fn delete(
        &self,
        bot: BotKind,
        chat: Address,
        message: MessageId,
    ) -> Result<Deleted, SendError>;

    /// Changes a message; one that says this already is success.
    async fn edit(&self, bot: BotKind, edit: &MessageEdit) -> Result<(), SendError>;

    /// Ends the waiting of a pressed button, with a short text or none. A query that is too old counts as success.
    async fn answer_callback_query(
        &self,
        bot: BotKind,
        query_id: &str,
        text: Option<String>,
    ) -> Result<(), SendError>;

    /// A user's place in a channel; one unknown to it is `Outside`.
    async fn membership(
        &self,
        bot: BotKind,
        channel: &str,
        user: Address,
    ) -> Result<Membership, SendError>;

    /// Sets the bot's command menu.
    async fn set_commands(&self, bot: BotKind, commands: &[BotCommand]) -> Result<(), SendError>;
}

/// What Telegram, or the way to it, answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// 429: not before this has passed.
    #[error("Telegram asks to wait {0:?}")]
    RetryAfter(Duration),
    /// The person blocked the bot, is deactivated, or never was there.
    #[error("the recipient cannot be reached: {0}")]
    Blocked(String),
    /// 400 about the message itself: it would be refused for everybody.
    #[error("Telegram refuses the message: {0}")]
    BodyRejected(String),
    /// 400 about the message's file: an id that Telegram does not know, or a file of another kind.
    #[error("Telegram refuses the file: {0}")]
    FileRejected(String),
    /// Another 400: refused for this recipient.
    #[error("Telegram refuses: {0}")]
    Rejected(String),
    /// Nothing was delivered: no connection, or a 5xx with a Bot API body.
    #[error("not sent: {0}")]
    NotSent(String),
    /// 401 or 404: the token is wrong.
    #[error("Telegram does not accept the bot's token")]
    Unauthorized,
    /// Whether it was delivered is not known: the answer was lost.
    #[error("the answer was lost: {0}")]
    Unknown(String),
}

impl SendError {
    /// Whether the same call may succeed later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::RetryAfter(_) | Self::NotSent(_) | Self::Unknown(_))
    }
}
