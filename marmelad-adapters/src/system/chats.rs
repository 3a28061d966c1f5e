//! How fast messages go into one chat, kept within the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{ChatPace, ChatState, ChatTurn};
use marmelad_core::kernel::{BotKind, PortError, TelegramId};

/// Each process for itself: two that deliver beside each other may write to a chat twice a second, and one that
/// delivers knows of another's replies nothing. Telegram's own limiter is behind it.
///
/// Only chats that must wait now are of use; the others are swept out as they become many, so that it stays as
/// small however many people are written to.
#[derive(Debug, Default)]
pub struct MemoryChatPace(Mutex<Chats>);

/// So many chats are not worth sweeping.
const FEW: usize = 1024;
/// More are never kept, about 5 MiB: beyond, everything is forgotten.
const CAPACITY: usize = 50_000;

#[derive(Debug, Default)]
struct Chats {
    states: HashMap<(BotKind, TelegramId), ChatState>,
    /// As many were left by the last sweep.
    left: usize,
}

impl MemoryChatPace {
    fn chats(&self) -> MutexGuard<'_, Chats> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut ChatState) -> T,
    ) -> T {
        let mut chats = self.chats();
        chats.sweep(now);
        change(chats.states.entry((bot, chat)).or_default())
    }
}

impl Chats {
    /// At most each time that their number has doubled, so that it costs next to nothing per message.
    fn sweep(&mut self, now: DateTime<Utc>) {
        if self.states.len() < FEW.max(2 * self.left).min(CAPACITY) {
            return;
        }
        self.states
            .retain(|_, state| state.held_until(now).is_some());
        if self.states.len() >= CAPACITY {
            self.states.clear();
        }
        self.left = self.states.len();
    }
}

#[async_trait]
impl ChatPace for MemoryChatPace {
    async fn take(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<ChatTurn, PortError> {
        Ok(self.change(bot, chat, now, |state| state.take(now)))
    }

    async fn give_back(
        &self,
        bot: BotKind,
        chat: TelegramId,
        taken_at: DateTime<Utc>,
    ) -> Result<(), PortError> {
        if let Some(state) = self.chats().states.get_mut(&(bot, chat)) {
            state.give_back(taken_at);
        }
        Ok(())
    }

    async fn note(
        &self,
        bot: BotKind,
        chat: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.change(bot, chat, now, |state| state.note(now));
        Ok(())
    }

    async fn pause(
        &self,
        bot: BotKind,
        chat: TelegramId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.change(bot, chat, now, |state| state.pause(until));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::Duration;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::milliseconds(millis)
    }

    #[tokio::test]
    async fn a_million_recipients_leave_no_trace_and_a_pause_is_kept() {
        let pace = MemoryChatPace::default();
        let paused = TelegramId(-1);
        pace.pause(BotKind::Main, paused, at(3_600_000), at(0))
            .await
            .unwrap();
        let mut most = 0;
        for number in 0..1_000_000 {
            let chat = TelegramId(number);
            // Five thousand a second.
            let turn = pace.take(BotKind::Main, chat, at(number / 5)).await;
            assert_eq!(turn.unwrap(), ChatTurn::Taken);
            most = most.max(pace.chats().states.len());
        }
        assert!(most <= 20_000, "{most}");
        let turn = pace.take(BotKind::Main, paused, at(200_000)).await;
        assert_eq!(turn.unwrap(), ChatTurn::At(at(3_600_000)));
    }

    #[tokio::test]
    async fn a_clock_that_stands_still_does_not_fill_the_memory() {
        let pace = MemoryChatPace::default();
        for number in 0..120_000 {
            let chat = TelegramId(number);
            pace.note(BotKind::Main, chat, at(0)).await.unwrap();
        }
        let kept = pace.chats().states.len();
        assert!(kept <= CAPACITY, "{kept}");
    }
}
