//! The rate limiter: applies the core's rule to states that all processes share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{Rate, RateKey, RateLimiter, RateState, Reservation, ThrottledBy};
use marmelad_core::kernel::{Address, BotKind, PortError, to_millis};

use crate::metrics;

/// How often a process that sends without a limit looks for pauses of other processes.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How often a change gives way to those of other processes before this one goes on by itself.
const TRIES: u32 = 100;
/// Fewer remembered chats are not worth a sweep.
const FEW_CHATS: usize = 1024;

/// Where all processes keep the states of bots and broadcasts. It may forget a state at any time.
#[async_trait]
pub trait RateStore: Send + Sync {
    /// The state of a key; the default when there is none.
    async fn load(&self, key: RateKey) -> Result<RateState, PortError>;

    /// Writes `new` if the state still equals `expected` (compare and set); returns whether it did. Times are in
    /// whole milliseconds.
    async fn replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError>;
}

/// The limiter of one process over a shared store.
pub struct SharedRateLimiter {
    store: Arc<dyn RateStore>,
    /// One small entry per bot and broadcast.
    keys: Mutex<HashMap<RateKey, KnownKey>>,
    chats: Mutex<Chats>,
}

/// The rate state of one key as this process knows it, used while the shared store does not answer.
#[derive(Debug, Default)]
struct KnownKey {
    /// The state in the store when this process last changed it.
    state: RateState,
    /// The latest end of a pause that this process has heard of, stored or not.
    paused_until: DateTime<Utc>,
    /// Replies that are not in the store yet.
    owed: u32,
    looked_at: Option<Instant>,
}

#[derive(Debug, Default)]
struct Chats {
    states: HashMap<(BotKind, Address), RateState>,
    /// How many states the last sweep left.
    left: usize,
}

impl SharedRateLimiter {
    /// A limiter over this store.
    pub fn new(store: Arc<dyn RateStore>) -> Self {
        Self { store, keys: Mutex::default(), chats: Mutex::default() }
    }

    /// Sets the gauges of how long each bot's deliveries still have to wait.
    pub(crate) fn show_pauses(&self, now: DateTime<Utc>) {
        for (key, known) in locked(&self.keys).iter() {
            let until = known.paused_until;
            if let RateKey::Bot(bot) = key
                && until > DateTime::UNIX_EPOCH
            {
                metrics::deliveries_wait(*bot, (until - now).to_std().unwrap_or_default());
            }
        }
    }

    /// Applies a change to the state that this process knows and writes it; while another process was faster, applies it
    /// to what that one wrote. While the store is away, this process goes on with what it knows.
    async fn update<T>(
        &self,
        key: RateKey,
        now: DateTime<Utc>,
        change: impl Fn(&mut RateState) -> T,
    ) -> T {
        let mut stored = self.known(key, |known| known.state);
        let mut tries = 0;
        loop {
            tries += 1;
            let mut new = self.known(key, |known| known.complete(stored));
            let answer = change(&mut new);
            if new != stored
                && let Ok(false) = self.store.replace(key, stored, new, now).await
                && tries < TRIES
                && let Ok(present) = self.store.load(key).await
            {
                stored = present;
                continue;
            }
            self.known(key, |known| {
                known.state = new;
                known.paused_until = known.paused_until.max(new.paused_until);
            });
            return answer;
        }
    }

    fn known<T>(&self, key: RateKey, see: impl FnOnce(&mut KnownKey) -> T) -> T {
        see(locked(&self.keys).entry(key).or_default())
    }

    fn heard_of_pause(&self, key: RateKey, until: DateTime<Utc>) {
        self.known(key, |known| {
            known.paused_until = known.paused_until.max(until);
        });
    }

    /// Asks the store now and then; one caller asks, the others go on meanwhile.
    async fn look_for_pause(&self, key: RateKey) {
        let is_due = self.known(key, |known| {
            let age = known.looked_at.map(|looked_at| looked_at.elapsed());
            let is_due = age.is_none_or(|age| age >= LOOK_EVERY);
            if is_due {
                known.looked_at = Some(Instant::now());
            }
            is_due
        });
        if is_due && let Ok(present) = self.store.load(key).await {
            self.heard_of_pause(key, present.paused_until);
        }
    }
}

impl KnownKey {
    /// A state of the store, completed by what the store does not know or has forgotten.
    fn complete(&self, stored: RateState) -> RateState {
        let mut state = stored;
        if stored == RateState::default() {
            state = self.state;
        }
        state.pause(self.paused_until);
        state
    }
}

impl Chats {
    fn state(&mut self, bot: BotKind, chat: Address) -> &mut RateState {
        self.states.entry((bot, chat)).or_default()
    }

    /// Forgets chats that need not wait, each time the number of chats has doubled.
    fn sweep(&mut self, now: DateTime<Utc>) {
        if self.states.len() >= FEW_CHATS.max(2 * self.left) {
            self.states.retain(|_, state| state.blocked_until(Rate::PER_CHAT, now).is_some());
            self.left = self.states.len();
        }
    }
}

#[async_trait]
impl RateLimiter for SharedRateLimiter {
    async fn reserve(&self, key: RateKey, rate: Option<Rate>, now: DateTime<Utc>) -> Reservation {
        let now = to_millis(now);
        if rate.is_none() {
            self.look_for_pause(key).await;
        }
        self.update(key, now, |state| state.reserve(rate, now)).await
    }

    fn admit(
        &self,
        bot: BotKind,
        chat: Address,
        rate: Option<Rate>,
        now: DateTime<Utc>,
    ) -> Result<(), ThrottledBy> {
        let paused_until = self.known(RateKey::Bot(bot), |known| known.paused_until);
        if paused_until > now {
            return Err(ThrottledBy::Bot(paused_until));
        }
        let mut chats = locked(&self.chats);
        if let Some(state) = chats.states.get(&(bot, chat))
            && let Some(until) = state.blocked_until(Rate::PER_CHAT, now)
        {
            return Err(ThrottledBy::Chat(until));
        }
        if rate.is_some() {
            chats.sweep(now);
            chats.state(bot, chat).debit(1, Rate::PER_CHAT, now);
        }
        Ok(())
    }

    /// Replies that come while one is being written are written together, by whoever writes that one.
    async fn debit(&self, bot: BotKind, chat: Address, rate: Rate, now: DateTime<Utc>) {
        let (key, now) = (RateKey::Bot(bot), to_millis(now));
        {
            let mut chats = locked(&self.chats);
            chats.sweep(now);
            chats.state(bot, chat).debit(1, Rate::PER_CHAT, now);
        }
        let is_only_one = self.known(key, |known| {
            known.owed += 1;
            known.owed == 1
        });
        let mut owed = u32::from(is_only_one);
        while owed > 0 {
            self.update(key, now, |state| state.debit(owed, rate, now)).await;
            owed = self.known(key, |known| {
                known.owed -= owed;
                known.owed
            });
        }
    }

    async fn pause(&self, bot: BotKind, until: DateTime<Utc>, now: DateTime<Utc>) {
        metrics::deliveries_paused(bot);
        let (key, until) = (RateKey::Bot(bot), to_millis(until));
        // This process obeys at once, however long the store takes.
        self.heard_of_pause(key, until);
        self.update(key, to_millis(now), |state| state.pause(until)).await;
    }

    fn pause_chat(&self, bot: BotKind, chat: Address, until: DateTime<Utc>) {
        locked(&self.chats).state(bot, chat).pause(to_millis(until));
    }
}

/// A panic leaves nothing half changed behind these locks.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
