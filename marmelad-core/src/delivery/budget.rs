//! How fast messages go out: one budget per bot and one per broadcast, over all processes.

use std::num::NonZeroU32;

use chrono::{DateTime, Duration, Utc};

use crate::kernel::{BotKind, BroadcastId};

/// Replies that were not waited for hold deliveries up by no more than this.
const LONGEST_DEBT: Duration = Duration::seconds(1);

/// The fastest pace. At 30 a second it leaves messages 50 ms to be late on their way, before Telegram sees 31 within a
/// second and makes the bot wait; that costs more than the little that is left out.
const SHORTEST: Duration = Duration::milliseconds(35);

/// Whoever waits for a message's time asks a little after it. By so much a message may be late without making those after
/// it late too. More would take from those 50 ms.
const LATENESS: Duration = Duration::milliseconds(5);

/// Whose budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BudgetKey {
    /// A bot's: what it replies and what it delivers.
    Bot(BotKind),
    /// A broadcast's own.
    Broadcast(BroadcastId),
}

/// `main`, `auth`, `broadcast:7`.
impl std::fmt::Display for BudgetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bot(bot) => bot.fmt(f),
            Self::Broadcast(id) => write!(f, "broadcast:{id}"),
        }
    }
}

impl From<BotKind> for BudgetKey {
    fn from(bot: BotKind) -> Self {
        Self::Bot(bot)
    }
}

impl From<BroadcastId> for BudgetKey {
    fn from(id: BroadcastId) -> Self {
        Self::Broadcast(id)
    }
}

/// An even pace: the time from one message to the next, 35 ms to a minute. `Option<Pace>`: `None` = no limit of
/// our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(Duration);

impl Pace {
    /// So many a second.
    pub fn per_second(messages: NonZeroU32) -> Self {
        Self::of(1_000, messages)
    }

    /// So many a minute.
    pub fn per_minute(messages: NonZeroU32) -> Self {
        Self::of(60_000, messages)
    }

    /// From one message to the next, in whole milliseconds, rounded up.
    pub fn spacing(self) -> Duration {
        self.0
    }

    fn of(millis: u32, messages: NonZeroU32) -> Self {
        let spacing = millis.div_ceil(messages.get());
        Self(Duration::milliseconds(spacing.into()).max(SHORTEST))
    }

    /// As far ahead as a budget can rightly be taken: one message, or the longest debt. An instant beyond that
    /// was written before a clock was set back, or by a slower pace.
    pub fn horizon(self) -> Duration {
        self.0.max(LONGEST_DEBT)
    }
}

/// Where a budget stands. What is stored of it may vanish: then it is as new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BudgetState {
    /// Before this instant nothing more may be sent; `None` = at once.
    pub next_free_at: Option<DateTime<Utc>>,
    /// Telegram asked for silence until then.
    pub paused_until: Option<DateTime<Utc>>,
}

/// What came of asking for leave to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetGrant {
    /// So many messages may go out now, from 0 to as many as were asked for.
    pub granted: u32,
    /// When to ask for the rest; `None` = all were granted.
    pub retry_at: Option<DateTime<Utc>>,
}

impl BudgetGrant {
    /// Nothing before then.
    pub fn not_before(at: DateTime<Utc>) -> Self {
        Self {
            granted: 0,
            retry_at: Some(at),
        }
    }

    /// As many as were asked for.
    pub fn all(wanted: u32) -> Self {
        Self {
            granted: wanted,
            retry_at: None,
        }
    }
}

impl BudgetState {
    /// Takes up to `wanted` messages at `now`. Messages go out one after another, evenly: what was not
    /// used in the past is not saved up, but for a few milliseconds by which somebody came late, so that no second
    /// ever sees more than the pace and one.
    pub fn take(&mut self, wanted: u32, pace: Option<Pace>, now: DateTime<Utc>) -> BudgetGrant {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return BudgetGrant::not_before(until);
        }
        let Some(pace) = pace else {
            return BudgetGrant::all(wanted);
        };
        let next = self.next(pace, now);
        if wanted == 0 || next > now {
            return BudgetGrant {
                granted: 0,
                retry_at: (wanted > 0).then_some(next),
            };
        }
        let on_time = self
            .next_free_at
            .filter(|due| *due <= now && now - *due <= LATENESS);
        let free_again = on_time.unwrap_or(now) + pace.spacing();
        self.next_free_at = Some(free_again);
        BudgetGrant {
            granted: 1,
            retry_at: (wanted > 1).then_some(free_again),
        }
    }

    /// Counts so many messages that went out without asking, pause or not. However many they were, deliveries
    /// wait for them a second at most.
    pub fn debit(&mut self, messages: u32, pace: Pace, now: DateTime<Utc>) {
        let spacing = pace.spacing().num_milliseconds();
        let debt = Duration::milliseconds(spacing * i64::from(messages));
        let owed_until = self.next(pace, now) + debt;
        self.next_free_at = Some(owed_until.min(now + pace.horizon()));
    }

    /// Nothing is sent until then. Of several such wishes the latest counts: nothing shortens a pause.
    pub fn pause(&mut self, until: DateTime<Utc>) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// When the next message is free: now, or at most a horizon later.
    fn next(self, pace: Pace, now: DateTime<Utc>) -> DateTime<Utc> {
        let next = self
            .next_free_at
            .filter(|next| *next <= now + pace.horizon());
        next.map_or(now, |next| next.max(now))
    }
}

#[cfg(test)]
mod tests;
