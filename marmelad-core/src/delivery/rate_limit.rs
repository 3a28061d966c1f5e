//! The rule of the rate limiter: when the next message of a bot, of a broadcast or into a chat may be sent.
//!
//! Messages are spaced evenly (GCRA without bursts): unused time is not saved up, so any second holds at most one message
//! more than the rate. `docs/rate-limiting.md` describes the whole mechanism.

use std::num::NonZeroU32;

use chrono::{DateTime, Duration, Utc};

use crate::kernel::{BotKind, BroadcastId};

/// Direct replies, which never wait, delay deliveries by at most this long.
const LONGEST_DEBT: Duration = Duration::seconds(1);
/// How far ahead of its send time a message may reserve it. Long enough to hide the store's answer time; short enough
/// that replies and other processes are not kept waiting.
pub const AHEAD: Duration = Duration::milliseconds(100);
/// The shortest time between two messages. At 30 a second it leaves a message 50 ms to be late on its way before Telegram
/// counts 31 within a second and answers 429.
const SHORTEST_INTERVAL: Duration = Duration::milliseconds(35);

/// What has a rate of its own, over all processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RateKey {
    /// Everything that a bot sends: direct replies and deliveries.
    Bot(BotKind),
    /// The messages of one broadcast.
    Broadcast(BroadcastId),
}

/// The name under which the state is stored: `main`, `auth`, `broadcast:7`.
impl std::fmt::Display for RateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bot(bot) => bot.fmt(f),
            Self::Broadcast(id) => write!(f, "broadcast:{id}"),
        }
    }
}

/// The time from one message to the next: 35 ms to a minute, in whole milliseconds. `Option<Rate>`: `None` = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(Duration);

impl Rate {
    /// Telegram's limit for one chat: a message a second.
    pub const PER_CHAT: Self = Self(Duration::seconds(1));

    /// A rate in messages per second.
    pub fn per_second(messages: NonZeroU32) -> Self {
        Self::over(1_000, messages)
    }

    /// A rate in messages per minute.
    pub fn per_minute(messages: NonZeroU32) -> Self {
        Self::over(60_000, messages)
    }

    /// The time from one message to the next, rounded up to milliseconds.
    pub fn interval(self) -> Duration {
        self.0
    }

    fn over(millis: u32, messages: NonZeroU32) -> Self {
        let interval = millis.div_ceil(messages.get());
        Self(Duration::milliseconds(interval.into()).max(SHORTEST_INTERVAL))
    }

    /// The furthest `next_free_at` that the rule writes. One beyond that was written before a clock was set back, or at a
    /// slower rate, and is ignored.
    fn horizon(self) -> Duration {
        LONGEST_DEBT.max(self.0 + AHEAD)
    }
}

/// What is remembered of a rate. A state that was lost is the default: everything is free.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateState {
    /// The send time of the next message; the Unix epoch = any time.
    pub next_free_at: DateTime<Utc>,
    /// Telegram asked for silence until then; the Unix epoch = never.
    pub paused_until: DateTime<Utc>,
}

/// The answer to a request for a send time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reservation {
    /// The message may be sent from this time on, which is at most [`AHEAD`] away.
    SendAt(DateTime<Utc>),
    /// Nothing was reserved; ask again at this time.
    RetryAt(DateTime<Utc>),
}

/// Why a delivery has to wait, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThrottledBy {
    /// All deliveries of the bot have to wait.
    Bot(DateTime<Utc>),
    /// Only deliveries into this chat have to wait.
    Chat(DateTime<Utc>),
}

impl ThrottledBy {
    /// The end of the wait.
    pub fn until(self) -> DateTime<Utc> {
        match self {
            Self::Bot(until) | Self::Chat(until) => until,
        }
    }
}

impl RateState {
    /// Reserves the next send time. Without a rate only a pause is obeyed.
    pub fn reserve(&mut self, rate: Option<Rate>, now: DateTime<Utc>) -> Reservation {
        if self.paused_until > now {
            return Reservation::RetryAt(self.paused_until);
        }
        let Some(rate) = rate else {
            return Reservation::SendAt(now);
        };
        let send_at = self.next(rate, now);
        if send_at - now > AHEAD {
            return Reservation::RetryAt(send_at - AHEAD);
        }
        self.next_free_at = send_at + rate.interval();
        Reservation::SendAt(send_at)
    }

    /// Counts messages that were sent without a reservation, pause or not.
    pub fn debit(&mut self, messages: u32, rate: Rate, now: DateTime<Utc>) {
        let next = self.next(rate, now);
        let millis = rate.interval().num_milliseconds() * i64::from(messages);
        let longest = now + LONGEST_DEBT.max(rate.interval());
        self.next_free_at = (next + Duration::milliseconds(millis)).min(longest).max(next);
    }

    /// Sends nothing until then. Of several pauses the latest end counts: nothing shortens a pause.
    pub fn pause(&mut self, until: DateTime<Utc>) {
        self.paused_until = self.paused_until.max(until);
    }

    /// Until when a message has to wait; `None` = it may be sent now.
    pub fn blocked_until(&self, rate: Rate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.next(rate, now).max(self.paused_until);
        (until > now).then_some(until)
    }

    /// The next free send time: now, or at most a horizon later.
    fn next(&self, rate: Rate, now: DateTime<Utc>) -> DateTime<Utc> {
        if self.next_free_at > now + rate.horizon() {
            return now;
        }
        self.next_free_at.max(now)
    }
}

#[cfg(test)]
mod tests;
