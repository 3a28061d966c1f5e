//! `marmelad:budget:{bot}`, `marmelad:budget:broadcast:{id}`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use deadpool_redis::redis::{Script, cmd};
use marmelad_core::delivery::{RateKey, RateState};
use marmelad_core::kernel::PortError;

use super::link::Link;
use crate::rate_limiter::RateStore;

/// How long a state is kept after its last instant has passed.
const KEPT: Duration = Duration::minutes(1);

pub(super) struct SharedRates {
    link: Arc<Link>,
    script: Script,
}

impl SharedRates {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self { link, script: Script::new(include_str!("rates.lua")) }
    }
}

#[async_trait]
impl RateStore for SharedRates {
    async fn load(&self, key: RateKey) -> Result<RateState, PortError> {
        let mut command = cmd("HMGET");
        command.arg(name(key)).arg(&["next_free_at", "paused_until"]);
        let (next_free_at, paused_until) = self.link.query(&command).await?;
        let time = |millis: Option<i64>| millis.and_then(DateTime::from_timestamp_millis);
        Ok(RateState {
            next_free_at: time(next_free_at).unwrap_or_default(),
            paused_until: time(paused_until).unwrap_or_default(),
        })
    }

    async fn replace(
        &self,
        key: RateKey,
        expected: RateState,
        new: RateState,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        let last = new.next_free_at.max(new.paused_until).max(now);
        let mut call = self.script.key(name(key));
        for state in [expected, new] {
            call.arg(state.next_free_at.timestamp_millis());
            call.arg(state.paused_until.timestamp_millis());
        }
        call.arg((last - now + KEPT).num_milliseconds());
        self.link.invoke(&call).await
    }
}

fn name(key: RateKey) -> String {
    format!("marmelad:budget:{key}")
}
