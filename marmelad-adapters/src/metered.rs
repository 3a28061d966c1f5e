//! Ports that count what passes through them, whichever store is underneath.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::{BudgetGrant, BudgetKey, Pace, SendBudget};
use marmelad_core::kernel::{BotKind, PortError};

use crate::metrics;

/// The pauses that this process's deliveries caused, by bot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pauses(Arc<Mutex<BTreeMap<BotKind, DateTime<Utc>>>>);

impl Pauses {
    /// Shows how long each still is.
    pub(crate) fn show(&self, now: DateTime<Utc>) {
        for (bot, until) in self.all().iter() {
            metrics::deliveries_wait(*bot, (*until - now).to_std().unwrap_or_default());
        }
    }

    /// Of several the longest counts.
    fn note(&self, bot: BotKind, until: DateTime<Utc>) {
        let mut all = self.all();
        let longest = all.entry(bot).or_insert(until);
        *longest = (*longest).max(until);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<BotKind, DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts how often deliveries are paused: Telegram asks them to wait, or refuses the token.
pub(crate) struct MeteredBudget {
    pub(crate) inner: Arc<dyn SendBudget>,
    pub(crate) pauses: Pauses,
}

#[async_trait]
impl SendBudget for MeteredBudget {
    async fn take(
        &self,
        key: BudgetKey,
        wanted: u32,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        self.inner.take(key, wanted, pace, now).await
    }

    async fn debit(
        &self,
        bot: BotKind,
        messages: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.inner.debit(bot, messages, pace, now).await
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        metrics::deliveries_paused(bot);
        self.pauses.note(bot, until);
        self.inner.pause(bot, until, now).await
    }
}
