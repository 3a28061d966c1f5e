//! `marmelad:budget:{bot}`, `marmelad:budget:broadcast:{id}`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::{Script, ScriptInvocation};
use marmelad_core::delivery::{BudgetGrant, BudgetKey, BudgetState, Pace, SendBudget};
use marmelad_core::kernel::{BotKind, PortError, to_millis};

use super::link::Link;

pub(super) struct SharedBudget {
    link: Arc<Link>,
    script: Script,
    /// What this process knows by itself: the pauses that it caused, and its own pace while Redis is away. A
    /// Redis that forgot everything releases no pause of ours. One small entry per bot and broadcast.
    own: Mutex<HashMap<BudgetKey, BudgetState>>,
}

impl SharedBudget {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            link,
            script: Script::new(include_str!("budget.lua")),
            own: Mutex::default(),
        }
    }

    /// The script's beginning: what to do to which budget, and when.
    fn call(
        &self,
        what: &str,
        key: BudgetKey,
        amount: i64,
        now: DateTime<Utc>,
    ) -> ScriptInvocation<'_> {
        let mut call = self.script.key(format!("marmelad:budget:{key}"));
        call.arg(what).arg(now.timestamp_millis()).arg(amount);
        call
    }

    fn own<T>(&self, key: BudgetKey, change: impl FnOnce(&mut BudgetState) -> T) -> T {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        change(own.entry(key).or_default())
    }
}

#[async_trait]
impl SendBudget for SharedBudget {
    /// While Redis is away each process keeps the pace for itself: together they may be faster, and then
    /// Telegram's own limiter slows them down.
    async fn take(
        &self,
        key: BudgetKey,
        wanted: u32,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError> {
        let own_pause = self.own(key, |own| own.paused_until);
        if let Some(until) = own_pause.filter(|until| *until > now) {
            return Ok(BudgetGrant::not_before(until));
        }
        let mut call = self.call("take", key, wanted.into(), now);
        if let Some(pace) = pace {
            with_pace(&mut call, pace);
        }
        match self.link.invoke::<(u32, i64)>(&call).await {
            Ok((granted, retry_at)) => {
                let retry_at = DateTime::from_timestamp_millis(retry_at).filter(|at| *at > now);
                Ok(BudgetGrant { granted, retry_at })
            }
            Err(PortError::Unavailable { .. }) => {
                Ok(self.own(key, |own| own.take(wanted, pace, now)))
            }
            Err(error) => Err(error),
        }
    }

    async fn debit(
        &self,
        bot: BotKind,
        messages: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let key = bot.into();
        let mut call = self.call("debit", key, messages.into(), now);
        with_pace(&mut call, pace);
        match self.link.invoke::<(u32, i64)>(&call).await {
            Ok(_) => Ok(()),
            Err(PortError::Unavailable { .. }) => {
                self.own(key, |own| own.debit(messages, pace, now));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let (key, until) = (bot.into(), to_millis(until));
        self.own(key, |own| own.pause(until));
        let call = self.call("pause", key, until.timestamp_millis(), now);
        self.link.invoke::<(u32, i64)>(&call).await.map(|_| ())
    }
}

fn with_pace(call: &mut ScriptInvocation<'_>, pace: Pace) {
    call.arg(pace.spacing().num_milliseconds())
        .arg(pace.horizon().num_milliseconds());
}
