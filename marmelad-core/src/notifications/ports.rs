//! The port of the outbox.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::Backlog;
use crate::kernel::{NotificationId, PortError};
use crate::notifications::{ClaimedNotification, NotificationResult};

/// The outbox: workers claim notifications, send them and record the results.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Claims up to `limit` due notifications, the most urgent first, and marks them `sending` until `lease_until`. A
    /// notification whose lease has expired is due again. Drops a notification when its `send_before` has passed, its
    /// client is anonymised, or it is marketing and the client has blocked the bot or opted out.
    async fn claim(
        &self,
        command: ClaimNotifications,
    ) -> Result<Vec<ClaimedNotification>, PortError>;

    /// Records results of the notifications that `claim_id` still holds, and marks clients who blocked the bot.
    async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Counts notifications that are neither sent nor given up, due or not.
    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortError>;
}

/// A worker's request for notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimNotifications {
    /// Id of the claim, unique per request.
    pub claim_id: String,
    pub limit: u32,
    pub now: DateTime<Utc>,
    /// When the claim expires.
    pub lease_until: DateTime<Utc>,
}
