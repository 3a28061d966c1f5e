//! When a bot may send: deliveries reserve a send time, direct replies are only counted.

use std::num::NonZeroU32;
use std::time::Duration as StdDuration;

use chrono::Duration;

use crate::alerts::Alert;
use crate::delivery::{DeliveryService, Rate, RateKey, Reservation, SendError, ThrottledBy};
use crate::kernel::{Address, BotKind, BroadcastId, PortError};

/// How long the deliveries of a bot stop when Telegram refuses its token.
pub(crate) const UNAUTHORIZED_PAUSE: Duration = Duration::seconds(60);
/// Owners are told of a refused token at most once within this time.
const UNAUTHORIZED_ALERT_QUIET: Duration = Duration::hours(1);

impl DeliveryService {
    /// The rate of each bot by the settings in force; `None` = no limit.
    pub async fn telegram_rate(&self) -> Result<Option<Rate>, PortError> {
        let per_second = self.context.settings().await?.telegram_rate_per_second();
        Ok(NonZeroU32::new(per_second).map(Rate::per_second))
    }

    /// Reserves a send time for the next delivery of a bot, whichever that will be.
    pub async fn reserve_send_time(&self, bot: BotKind, rate: Option<Rate>) -> Reservation {
        let limiter = &self.rate_limiter;
        limiter.reserve(RateKey::Bot(bot), rate, self.context.now()).await
    }

    /// Asks whether a delivery may be sent into a chat at the time that was reserved, which is now.
    pub fn admit_delivery(
        &self,
        bot: BotKind,
        chat: Address,
        rate: Option<Rate>,
    ) -> Result<(), ThrottledBy> {
        self.rate_limiter.admit(bot, chat, rate, self.context.now())
    }

    /// Reserves a send time within a broadcast's own rate, before one of the bot's is asked for; 0 = no limit.
    pub async fn reserve_broadcast_time(&self, id: BroadcastId, per_minute: u32) -> Reservation {
        let now = self.context.now();
        match NonZeroU32::new(per_minute).map(Rate::per_minute) {
            None => Reservation::SendAt(now),
            rate => {
                let key = RateKey::Broadcast(id);
                self.rate_limiter.reserve(key, rate, now).await
            }
        }
    }

    /// Applies what Telegram's answer to a delivery means for all deliveries of the bot, in every process: after 429 they
    /// wait as long as Telegram asks; after a refused token they stop for a minute, and owners are told by the other bot.
    pub(crate) async fn apply_rate_limit_answer(
        &self,
        bot: BotKind,
        answer: &SendError,
    ) -> Result<(), PortError> {
        let now = self.context.now();
        let pause = match answer {
            SendError::RetryAfter(wait) => retry_after(*wait),
            SendError::Unauthorized => UNAUTHORIZED_PAUSE,
            _ => return Ok(()),
        };
        self.rate_limiter.pause(bot, now + pause, now).await;
        if matches!(answer, SendError::Unauthorized) {
            let (alert, quiet) = (Alert::BotUnauthorized { bot }, UNAUTHORIZED_ALERT_QUIET);
            self.alerts.raise(alert, Some(quiet), now).await?;
        }
        Ok(())
    }
}

/// The wait of a 429 as a duration of the domain.
pub(crate) fn retry_after(wait: StdDuration) -> Duration {
    Duration::from_std(wait).unwrap_or(Duration::seconds(60))
}

#[cfg(test)]
mod tests;
