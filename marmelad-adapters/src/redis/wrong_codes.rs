//! `marmelad:wrong_codes:{cashier}`.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::{Cmd, Script};
use marmelad_core::discounts::{WrongCodeLimiter, WrongCodePolicy, WrongCodeVerdict};
use marmelad_core::kernel::{CashierId, PortError};

use super::link::Link;

pub(super) struct WrongCodes {
    link: Arc<Link>,
    one_more: Script,
}

impl WrongCodes {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self { link, one_more: Script::new(include_str!("wrong_codes.lua")) }
    }
}

#[async_trait]
impl WrongCodeLimiter for WrongCodes {
    async fn paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, PortError> {
        let kept: Option<i64> = self.link.query(&Cmd::hget(key(cashier), "paused_until")).await?;
        let until = kept.and_then(DateTime::from_timestamp_millis);
        Ok(until.filter(|until| *until > now))
    }

    async fn record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, PortError> {
        let mut call = self.one_more.key(key(cashier));
        call.arg(now.timestamp_millis())
            .arg(policy.window.num_milliseconds())
            .arg(policy.limit)
            .arg(policy.pause.num_milliseconds());
        let (count, until): (u32, i64) = self.link.invoke(&call).await?;
        Ok(match DateTime::from_timestamp_millis(until) {
            Some(until) if until > now => WrongCodeVerdict::PauseBegan(until),
            _ => WrongCodeVerdict::Counted(count),
        })
    }
}

fn key(cashier: CashierId) -> String {
    format!("marmelad:wrong_codes:{cashier}")
}
