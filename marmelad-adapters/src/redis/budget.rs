//! `marmelad:budget:{bot}`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::Script;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::budget::{BudgetGrant, BudgetState, Pace, spacing};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::error::PortError;
use marmelad_core::ports::SendBudget;

use super::link::Link;

pub(super) struct SharedBudget {
    link: Arc<Link>,
    script: Script,
    /// What this process knows by itself: the pauses that it caused, and its own pace while Redis is away. A
    /// Redis that forgot everything releases no pause of ours.
    own: [Mutex<BudgetState>; 2],
}

impl SharedBudget {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            link,
            script: Script::new(include_str!("budget.lua")),
            own: Default::default(),
        }
    }

    async fn run(
        &self,
        bot: BotKind,
        now: DateTime<Utc>,
        wanted: u32,
        spacing: i64,
        pause_until: i64,
    ) -> Result<(u32, i64), PortError> {
        let mut call = self.script.key(format!("marmelad:budget:{bot}"));
        call.arg(now.timestamp_millis())
            .arg(wanted)
            .arg(spacing)
            .arg(pause_until);
        self.link.invoke(&call).await
    }

    fn own(&self, bot: BotKind) -> MutexGuard<'_, BudgetState> {
        let own = match bot {
            BotKind::Main => &self.own[0],
            BotKind::Auth => &self.own[1],
        };
        own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SendBudget for SharedBudget {
    /// While Redis is away each process keeps the pace for itself: together they may be faster, and then
    /// Telegram's own limiter slows them down.
    async fn take(
        &self,
        bot: BotKind,
        wanted: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        let own_pause = self.own(bot).paused_until.filter(|until| *until > now);
        if let Some(until) = own_pause {
            return Ok(BudgetGrant {
                granted: 0,
                retry_at: Some(until),
            });
        }
        let spacing = pace.map_or(0, |pace| spacing(pace).num_milliseconds());
        match self.run(bot, now, wanted, spacing, 0).await {
            Ok((granted, retry_at)) => {
                let retry_at = DateTime::from_timestamp_millis(retry_at).filter(|at| *at > now);
                Ok(BudgetGrant { granted, retry_at })
            }
            Err(PortError::Unavailable { .. }) => Ok(self.own(bot).take(wanted, pace, now)),
            Err(error) => Err(error),
        }
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let until = to_millis(until);
        self.own(bot).pause(until);
        self.run(bot, now, 0, 0, until.timestamp_millis())
            .await
            .map(|_| ())
    }
}
