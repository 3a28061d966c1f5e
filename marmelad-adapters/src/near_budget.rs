//! What a process settles about budgets by itself, so that neither a reply nor a send without a limit costs a call
//! each.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{BudgetGrant, BudgetKey, Pace, SendBudget};
use marmelad_core::kernel::{BotKind, PortError};

/// How late a process that sends without a limit may hear of a pause that another caused.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Stands before a shared budget. Debits that come in while one is on its way go together as the next; takes
/// without a pace are answered from memory, with a look at the shared pause now and then.
pub(crate) struct NearBudget {
    inner: Arc<dyn SendBudget>,
    bots: [Near; 2],
}

#[derive(Default)]
struct Near {
    owed: AtomicU32,
    telling: tokio::sync::Mutex<()>,
    pause: Mutex<KnownPause>,
}

#[derive(Default)]
struct KnownPause {
    until: Option<DateTime<Utc>>,
    looked_at: Option<Instant>,
}

impl NearBudget {
    pub(crate) fn new(inner: Arc<dyn SendBudget>) -> Self {
        Self {
            inner,
            bots: Default::default(),
        }
    }

    fn near(&self, bot: BotKind) -> &Near {
        match bot {
            BotKind::Main => &self.bots[0],
            BotKind::Auth => &self.bots[1],
        }
    }

    async fn take_unlimited(
        &self,
        bot: BotKind,
        wanted: u32,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        if let Some(known) = self.near(bot).known(wanted, now) {
            return Ok(known);
        }
        let grant = self.inner.take(bot.into(), wanted, None, now).await?;
        if let Some(until) = grant.retry_at {
            self.near(bot).note_pause(until);
        }
        Ok(grant)
    }
}

impl Near {
    /// What memory says; `None` = it is time for a look, which is the caller's.
    fn known(&self, wanted: u32, now: DateTime<Utc>) -> Option<BudgetGrant> {
        let mut pause = self.pause();
        if let Some(until) = pause.until.filter(|until| *until > now) {
            return Some(BudgetGrant::not_before(until));
        }
        let age = pause.looked_at.map(|looked_at| looked_at.elapsed());
        if age.is_some_and(|age| age < LOOK_EVERY) {
            return Some(BudgetGrant::all(wanted));
        }
        pause.looked_at = Some(Instant::now());
        None
    }

    fn note_pause(&self, until: DateTime<Utc>) {
        let mut pause = self.pause();
        pause.until = pause.until.max(Some(until));
    }

    fn pause(&self) -> MutexGuard<'_, KnownPause> {
        self.pause.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SendBudget for NearBudget {
    async fn take(
        &self,
        key: BudgetKey,
        wanted: u32,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        match (key, pace) {
            (BudgetKey::Bot(bot), None) => self.take_unlimited(bot, wanted, now).await,
            (_, pace) => self.inner.take(key, wanted, pace, now).await,
        }
    }

    async fn debit(
        &self,
        bot: BotKind,
        messages: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let near = self.near(bot);
        near.owed.fetch_add(messages, Ordering::SeqCst);
        // Whoever is telling looks again after it, so that nothing is left over.
        while near.owed.load(Ordering::SeqCst) > 0 {
            let Ok(_telling) = near.telling.try_lock() else {
                return Ok(());
            };
            let owed = near.owed.swap(0, Ordering::SeqCst);
            self.inner.debit(bot, owed, pace, now).await?;
        }
        Ok(())
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.near(bot).note_pause(until);
        self.inner.pause(bot, until, now).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::num::NonZeroU32;

    use tokio::sync::{Notify, Semaphore};

    use super::*;

    /// A shared budget that writes down what it is told. Debits wait for leave.
    #[derive(Default)]
    struct Shared {
        takes: AtomicU32,
        debits: Mutex<Vec<u32>>,
        paused: Mutex<Option<DateTime<Utc>>>,
        began: Notify,
        leave: Option<Semaphore>,
    }

    #[async_trait]
    impl SendBudget for Shared {
        async fn take(
            &self,
            _key: BudgetKey,
            wanted: u32,
            _pace: Option<Pace>,
            now: DateTime<Utc>,
        ) -> Result<BudgetGrant, PortError> {
            self.takes.fetch_add(1, Ordering::SeqCst);
            let paused = self.paused.lock().unwrap().filter(|until| *until > now);
            Ok(paused.map_or(BudgetGrant::all(wanted), BudgetGrant::not_before))
        }

        async fn debit(
            &self,
            _bot: BotKind,
            messages: u32,
            _pace: Pace,
            _now: DateTime<Utc>,
        ) -> Result<(), PortError> {
            self.debits.lock().unwrap().push(messages);
            self.began.notify_one();
            if let Some(leave) = &self.leave {
                leave.acquire().await.unwrap().forget();
            }
            Ok(())
        }

        async fn pause(
            &self,
            _bot: BotKind,
            until: DateTime<Utc>,
            _now: DateTime<Utc>,
        ) -> Result<(), PortError> {
            *self.paused.lock().unwrap() = Some(until);
            Ok(())
        }
    }

    fn pace() -> Pace {
        Pace::per_second(NonZeroU32::new(25).unwrap())
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::seconds(seconds)
    }

    #[tokio::test]
    async fn debits_that_come_in_meanwhile_go_together() {
        let shared = Arc::new(Shared {
            leave: Some(Semaphore::new(0)),
            ..Shared::default()
        });
        let near = Arc::new(NearBudget::new(shared.clone()));
        let first = tokio::spawn({
            let near = near.clone();
            async move { near.debit(BotKind::Main, 1, pace(), at(0)).await }
        });
        shared.began.notified().await;
        for _ in 0..3 {
            near.debit(BotKind::Main, 1, pace(), at(0)).await.unwrap();
        }
        assert_eq!(*shared.debits.lock().unwrap(), [1], "nobody waited");
        shared.leave.as_ref().unwrap().add_permits(2);
        first.await.unwrap().unwrap();
        assert_eq!(*shared.debits.lock().unwrap(), [1, 3]);
    }

    #[tokio::test]
    async fn without_a_pace_the_shared_budget_is_not_asked_each_time() {
        let shared = Arc::new(Shared::default());
        let near = NearBudget::new(shared.clone());
        let take =
            async |bot: BotKind, pace, now| near.take(bot.into(), 1, pace, at(now)).await.unwrap();
        for _ in 0..100 {
            assert_eq!(take(BotKind::Main, None, 0).await.granted, 1);
        }
        let asked = shared.takes.load(Ordering::SeqCst);
        assert!((1..100).contains(&asked), "{asked}");
        for _ in 0..3 {
            take(BotKind::Main, Some(pace()), 0).await;
        }
        assert!(shared.takes.load(Ordering::SeqCst) >= asked + 3);
    }

    #[tokio::test]
    async fn without_a_pace_a_pause_of_ours_holds_at_once_and_anothers_is_seen() {
        let shared = Arc::new(Shared::default());
        *shared.paused.lock().unwrap() = Some(at(7));
        let near = NearBudget::new(shared.clone());
        let take = async |now| {
            let grant = near.take(BotKind::Main.into(), 1, None, at(now)).await;
            grant.unwrap().retry_at
        };
        assert_eq!(take(6).await, Some(at(7)));
        assert_eq!(take(7).await, None);
        near.pause(BotKind::Main, at(20), at(7)).await.unwrap();
        assert_eq!(take(19).await, Some(at(20)));
        assert_eq!(take(20).await, None);
    }
}
