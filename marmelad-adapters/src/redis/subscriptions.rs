//! `sub:{channel_id}:{user_id}` = `member`, for a minute.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_redis::redis::Cmd;
use marmelad_core::clients::SubscriptionCache;
use marmelad_core::delivery::POSITIVE_ANSWER_TTL;
use marmelad_core::kernel::{ClientId, PortError};

use super::link::Link;

/// The only answer that is kept.
const MEMBER: &str = "member";

pub(super) struct Subscriptions(pub(super) Arc<Link>);

/// Redis's own clock ends an answer: it is the one that all processes share.
#[async_trait]
impl SubscriptionCache for Subscriptions {
    async fn is_known_member(
        &self,
        channel: &str,
        user: ClientId,
        _now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        let kept: Option<String> = self.0.query(&Cmd::get(key(channel, user))).await?;
        Ok(kept.as_deref() == Some(MEMBER))
    }

    async fn remember_member(
        &self,
        channel: &str,
        user: ClientId,
        _now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let seconds = POSITIVE_ANSWER_TTL.as_secs();
        self.0.query(&Cmd::set_ex(key(channel, user), MEMBER, seconds)).await
    }
}

fn key(channel: &str, user: ClientId) -> String {
    format!("sub:{channel}:{user}")
}
