//! The bots themselves: identity, command menu, webhook, place in the channel.

use crate::delivery::{BotCommand, BotIdentity, DeliveryService, SendError};
use crate::kernel::{BotKind, WebhookInfo};

impl DeliveryService {
    /// Who the bot is; fails with `Unauthorized` when Telegram does not accept its token.
    pub async fn identity(&self, bot: BotKind) -> Result<BotIdentity, SendError> {
        self.messenger.me(bot).await
    }

    /// Checks a bot's token, sets its command menu, and returns who it is.
    pub async fn set_up_bot(
        &self,
        bot: BotKind,
        commands: &[BotCommand],
    ) -> Result<BotIdentity, SendError> {
        let me = self.identity(bot).await?;
        self.messenger.set_commands(bot, commands).await?;
        Ok(me)
    }

    /// How Telegram delivers the bot's updates.
    pub async fn webhook(&self, bot: BotKind) -> Result<WebhookInfo, SendError> {
        self.messenger.webhook(bot).await
    }

    /// Has the bot's updates delivered to the configured webhook, and returns its address.
    pub async fn set_webhook(&self, bot: BotKind) -> Result<String, SendError> {
        self.messenger.set_webhook(bot).await
    }

    /// Whether the main bot is in the channel. Only a bot that administers a channel may ask for its members.
    pub async fn main_bot_is_in(
        &self,
        channel: &str,
        main: &BotIdentity,
    ) -> Result<bool, SendError> {
        let membership = self.messenger.membership(BotKind::Main, channel, main.address).await?;
        Ok(membership.is_subscribed())
    }
}
