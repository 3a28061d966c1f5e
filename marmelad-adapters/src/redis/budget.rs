//! `marmelad:budget:{bot}`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::Script;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::budget::{BudgetGrant, Pace, spacing};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::error::PortError;
use marmelad_core::ports::SendBudget;

use super::link::Link;

pub(super) struct SharedBudget {
    link: Arc<Link>,
    script: Script,
}

impl SharedBudget {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            link,
            script: Script::new(include_str!("budget.lua")),
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
}

#[async_trait]
impl SendBudget for SharedBudget {
    async fn take(
        &self,
        bot: BotKind,
        wanted: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        let spacing = pace.map_or(0, |pace| spacing(pace).num_milliseconds());
        let (granted, retry_at) = self.run(bot, now, wanted, spacing, 0).await?;
        let retry_at = DateTime::from_timestamp_millis(retry_at).filter(|at| *at > now);
        Ok(BudgetGrant { granted, retry_at })
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let until = to_millis(until).timestamp_millis();
        self.run(bot, now, 0, 0, until).await.map(|_| ())
    }
}
