//! The port that queues alerts.

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};

use super::Alert;
use crate::kernel::PortError;

/// Queues alerts for delivery.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Alerts: Send + Sync {
    /// Queues an alert to every active admin in `alerts`, unless one of the same topic was queued
    /// within `quiet`. Returns the number of recipients.
    async fn raise(
        &self,
        alert: Alert,
        quiet: Option<Duration>,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError>;
}
