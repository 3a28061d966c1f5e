//! The queue of notifications.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::Backlog;
use crate::kernel::{NotificationId, PortError};
use crate::notifications::{ClaimedNotification, NotificationResult};

/// Queued notifications on their way: claim, mark, send, record.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Claims up to `limit` due notifications, the most urgent first, and marks them `sending` until
    /// `lease_until`. One whose lease ran out is due again; one past its `send_before`, for a client who
    /// is anonymised, or of marketing for one who is blocked or opted out, is dropped instead.
    async fn claim(
        &self,
        command: ClaimNotifications,
    ) -> Result<Vec<ClaimedNotification>, PortError>;

    /// Records how tries ended, those still held by `claim_id` only; a blocked client is marked.
    async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// What waits: not sent, not given up, its time come or not.
    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortError>;
}

/// A worker asks for work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimNotifications {
    /// Unique to this claim.
    pub claim_id: String,
    /// At most so many.
    pub limit: u32,
    pub now: DateTime<Utc>,
    /// When the claim expires.
    pub lease_until: DateTime<Utc>,
}
