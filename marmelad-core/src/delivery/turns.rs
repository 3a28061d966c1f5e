//! When a bot may send: deliveries ask and wait, replies only count.

use std::num::NonZeroU32;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};

use crate::alerts::Alert;
use crate::delivery::{BudgetGrant, BudgetKey, ChatTurn, DeliveryService, Pace, SendError};
use crate::kernel::{BotKind, BroadcastId, PortError, TelegramId};

/// How long to leave a bot alone whose token is refused.
pub(crate) const UNAUTHORIZED_PAUSE: Duration = Duration::seconds(60);
/// How often owners are told of it.
const UNAUTHORIZED_ALERT_QUIET: Duration = Duration::hours(1);

/// When the next delivery may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryTurn {
    /// At once; this has been taken from the budget.
    Now,
    /// Ask again then.
    At(DateTime<Utc>),
}

/// What a delivery has to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holdup {
    /// All deliveries of the bot wait until then.
    Bot(DateTime<Utc>),
    /// Only those into this chat wait until then.
    Chat(DateTime<Utc>),
}

impl DeliveryService {
    /// Asks leave to send one delivery of a bot into a chat, within the pace `telegram_rate_per_second` that all
    /// processes share and one message a second per chat.
    pub async fn delivery_turn(
        &self,
        bot: BotKind,
        chat: TelegramId,
    ) -> Result<DeliveryTurn, PortError> {
        Ok(match self.delivery_holdup(bot, chat).await? {
            None => DeliveryTurn::Now,
            Some(Holdup::Bot(at) | Holdup::Chat(at)) => DeliveryTurn::At(at),
        })
    }

    /// The same, and whom the wait concerns; `None` = go, it is taken. A chat that must wait takes nothing from
    /// the bot's budget. With no limit of our own only a bot's pause is asked for. Chat and budget may be away:
    /// then Telegram's own limiter is all there is.
    pub async fn delivery_holdup(
        &self,
        bot: BotKind,
        chat: TelegramId,
    ) -> Result<Option<Holdup>, PortError> {
        let pace = self.telegram_pace().await?;
        let now = self.context.now();
        let is_taken = match pace {
            None => false,
            Some(_) => match self.chats.take(bot, chat, now).await {
                Ok(ChatTurn::At(at)) => return Ok(Some(Holdup::Chat(at))),
                Ok(ChatTurn::Taken) => true,
                Err(_) => false,
            },
        };
        let turn = self.take_one(bot.into(), pace, now).await;
        let DeliveryTurn::At(at) = turn else {
            return Ok(None);
        };
        if is_taken {
            let _ = self.chats.give_back(bot, chat, now).await;
        }
        Ok(Some(Holdup::Bot(at)))
    }

    /// Asks leave to send one message of a broadcast, within its own pace `per_minute`; 0 = no limit. To be asked
    /// before [`Self::delivery_turn`].
    pub async fn broadcast_turn(&self, broadcast: BroadcastId, per_minute: u32) -> DeliveryTurn {
        match NonZeroU32::new(per_minute).map(Pace::per_minute) {
            None => DeliveryTurn::Now,
            pace => {
                self.take_one(broadcast.into(), pace, self.context.now())
                    .await
            }
        }
    }

    /// Counts a direct reply, which waited for nothing: deliveries keep clear of it. Nothing of it is needed for
    /// the reply, so it is done after it, and may fail.
    pub async fn note_reply(&self, bot: BotKind, chat: TelegramId) {
        let Ok(Some(pace)) = self.telegram_pace().await else {
            return;
        };
        let now = self.context.now();
        let _ = self.chats.note(bot, chat, now).await;
        let _ = self.budget.debit(bot, 1, pace, now).await;
    }

    /// Telegram asked a direct reply to wait: deliveries into that chat wait as long, and no others.
    pub async fn pause_chat(&self, bot: BotKind, chat: TelegramId, wait: StdDuration) {
        let now = self.context.now();
        let _ = self
            .chats
            .pause(bot, chat, now + asked_wait(wait), now)
            .await;
    }

    /// What the answer to a delivery means for all of the bot's, in every process: they wait as long as Telegram
    /// asks; a refused token stops them for a minute and is told to owners through the other bot. Where it cannot
    /// be told to the other processes, each finds out by itself.
    pub(crate) async fn heed(&self, bot: BotKind, answer: &SendError) -> Result<(), PortError> {
        let now = self.context.now();
        let pause = match answer {
            SendError::RetryAfter(wait) => asked_wait(*wait),
            SendError::Unauthorized => UNAUTHORIZED_PAUSE,
            _ => return Ok(()),
        };
        let _ = self.budget.pause(bot, now + pause, now).await;
        if matches!(answer, SendError::Unauthorized) {
            let (alert, quiet) = (Alert::BotUnauthorized { bot }, UNAUTHORIZED_ALERT_QUIET);
            self.alerts.raise(alert, Some(quiet), now).await?;
        }
        Ok(())
    }

    async fn telegram_pace(&self) -> Result<Option<Pace>, PortError> {
        let per_second = self.context.settings().await?.telegram_rate_per_second();
        Ok(NonZeroU32::new(per_second).map(Pace::per_second))
    }

    async fn take_one(
        &self,
        key: BudgetKey,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> DeliveryTurn {
        match self.budget.take(key, 1, pace, now).await {
            Ok(BudgetGrant {
                granted: 0,
                retry_at: Some(at),
            }) => DeliveryTurn::At(at),
            _ => DeliveryTurn::Now,
        }
    }
}

/// A wait that Telegram asks for.
pub(crate) fn asked_wait(wait: StdDuration) -> Duration {
    Duration::from_std(wait).unwrap_or(Duration::seconds(60))
}

#[cfg(test)]
mod tests;
