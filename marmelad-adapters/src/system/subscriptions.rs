//! Who was found subscribed, remembered within the process.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::clients::SubscriptionCache;
use marmelad_core::delivery::POSITIVE_ANSWER_TTL;
use marmelad_core::kernel::{ClientId, PortError};
use moka::sync::Cache;

/// Forgets by itself after a minute, and the oldest first when there are many.
#[derive(Debug, Clone)]
pub struct MemorySubscriptionCache(Cache<String, DateTime<Utc>>);

/// About 10 MiB when full.
const CAPACITY: u64 = 50_000;

impl Default for MemorySubscriptionCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(CAPACITY).time_to_live(POSITIVE_ANSWER_TTL).build())
    }
}

#[async_trait]
impl SubscriptionCache for MemorySubscriptionCache {
    async fn is_known_member(
        &self,
        channel: &str,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        let found_at = self.0.get(&key(channel, user));
        // A clock that was set back makes the answer's age negative: not known either.
        let age = found_at.and_then(|at| (now - at).to_std().ok());
        Ok(age.is_some_and(|age| age < POSITIVE_ANSWER_TTL))
    }

    async fn remember_member(
        &self,
        channel: &str,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        self.0.insert(key(channel, user), now);
        Ok(())
    }
}

fn key(channel: &str, user: ClientId) -> String {
    format!("sub:{channel}:{user}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::TimeDelta;

    use super::*;

    #[tokio::test]
    async fn an_answer_is_believed_for_a_minute_for_this_user_and_channel() {
        let cache = MemorySubscriptionCache::default();
        let now: DateTime<Utc> = "2026-03-05T10:00:00Z".parse().unwrap();
        let known = async |channel, user, after: TimeDelta| {
            cache.is_known_member(channel, ClientId(user), now + after).await.unwrap()
        };
        assert!(!known("@a", 1, TimeDelta::zero()).await);
        cache.remember_member("@a", ClientId(1), now).await.unwrap();
        assert!(known("@a", 1, TimeDelta::zero()).await);
        assert!(known("@a", 1, TimeDelta::milliseconds(59_999)).await);
        assert!(!known("@a", 1, TimeDelta::seconds(60)).await);
        assert!(!known("@a", 1, TimeDelta::milliseconds(-1)).await);
        assert!(!known("@a", 2, TimeDelta::zero()).await);
        assert!(!known("@b", 1, TimeDelta::zero()).await);
    }
}
