//! How fast messages are sent.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::{Rate, RateKey, Reservation, ThrottledBy};
use crate::kernel::{Address, BotKind};

/// Keeps the rates of bots and broadcasts over all processes, and those of chats within this process, by the rule of
/// [`crate::delivery::RateState`]. Nothing fails: while the shared store is away, the process keeps the rates
/// by itself. Without a rate (`None`) only pauses are obeyed.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Reserves the next send time of a bot or a broadcast. Without a rate, a pause that another process caused may be
    /// noticed 200 ms late.
    async fn reserve(&self, key: RateKey, rate: Option<Rate>, now: DateTime<Utc>) -> Reservation;

    /// Asks right before a delivery is sent at its reserved time, and counts it for its chat unless it is throttled.
    fn admit(
        &self,
        bot: BotKind,
        chat: Address,
        rate: Option<Rate>,
        now: DateTime<Utc>,
    ) -> Result<(), ThrottledBy>;

    /// Counts a direct reply, which waited for nothing, for its bot and its chat.
    async fn debit(&self, bot: BotKind, chat: Address, rate: Rate, now: DateTime<Utc>);

    /// Sends no delivery of the bot until then, in any process. Of several pauses the latest end counts.
    async fn pause(&self, bot: BotKind, until: DateTime<Utc>, now: DateTime<Utc>);

    /// Sends no delivery into the chat until then, in this process.
    fn pause_chat(&self, bot: BotKind, chat: Address, until: DateTime<Utc>);
}
