//! Telegram's sending limits.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

const WINDOW: Duration = Duration::from_secs(1);

/// Sending limits of each bot; the default is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Messages of one bot in any sliding second.
    #[serde(default)]
    pub per_bot: Option<u32>,
    /// Messages of one bot to one chat in any sliding second.
    #[serde(default)]
    pub per_chat: Option<u32>,
}

impl Limits {
    /// What Telegram documents: 30 a second, 1 a second per chat.
    pub fn telegram() -> Self {
        Self { per_bot: Some(30), per_chat: Some(1) }
    }
}

/// The sending times of one bot.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    bot: VecDeque<Instant>,
    chats: HashMap<i64, VecDeque<Instant>>,
}

impl Limiter {
    /// Accepts a sending to the chat, or says how long to wait.
    pub(crate) fn admit(
        &mut self,
        limits: Limits,
        chat_id: i64,
        now: Instant,
    ) -> Result<(), Duration> {
        if limits == Limits::default() {
            return Ok(());
        }
        if self.chats.len() > 10_000 {
            self.chats.retain(|_, times| {
                forget_old(times, now);
                !times.is_empty()
            });
        }
        let chat = self.chats.entry(chat_id).or_default();
        let waits =
            [wait_of(&mut self.bot, limits.per_bot, now), wait_of(chat, limits.per_chat, now)];
        if let Some(wait) = waits.into_iter().flatten().max() {
            return Err(wait);
        }
        self.bot.push_back(now);
        chat.push_back(now);
        Ok(())
    }
}

fn forget_old(times: &mut VecDeque<Instant>, now: Instant) {
    while times.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
        times.pop_front();
    }
}

fn wait_of(times: &mut VecDeque<Instant>, limit: Option<u32>, now: Instant) -> Option<Duration> {
    forget_old(times, now);
    let limit = limit?.max(1) as usize;
    let blocking = times.len().checked_sub(limit)?;
    times.get(blocking).map(|first| WINDOW.saturating_sub(now.duration_since(*first)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_window_slides() {
        let limits = Limits { per_bot: Some(2), per_chat: None };
        let mut limiter = Limiter::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        limiter.admit(limits, 1, at(0)).unwrap();
        limiter.admit(limits, 2, at(600)).unwrap();
        assert_eq!(limiter.admit(limits, 3, at(900)), Err(Duration::from_millis(100)));
        limiter.admit(limits, 3, at(1000)).unwrap();
        assert!(limiter.admit(limits, 4, at(1500)).is_err());
    }

    #[test]
    fn one_message_a_second_for_a_chat() {
        let mut limiter = Limiter::default();
        let now = Instant::now();
        limiter.admit(Limits::telegram(), 1, now).unwrap();
        assert!(limiter.admit(Limits::telegram(), 1, now).is_err());
        limiter.admit(Limits::telegram(), 2, now).unwrap();
    }
}
