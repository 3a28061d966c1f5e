//! The port that caches positive subscription answers for a minute.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{ClientId, PortError};

/// Caches who is subscribed, under the key `sub:{channel_id}:{user_id}`. Entries may be lost at any time.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SubscriptionCache: Send + Sync {
    /// Whether the user was recently found subscribed.
    async fn is_known_member(
        &self,
        channel: &str,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError>;

    /// Stores a positive answer for [`crate::delivery::POSITIVE_ANSWER_TTL`].
    async fn remember_member(
        &self,
        channel: &str,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}
