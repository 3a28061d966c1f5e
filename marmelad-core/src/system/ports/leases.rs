//! The port of leases, by which one process at a time does exclusive work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::PortError;

/// Named leases, each held by one owner until it expires.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Leases: Send + Sync {
    /// Acquires or renews a lease; true when `owner` now holds it until `until`. A lease expired at `now` is free.
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, PortError>;

    /// Releases a lease that `owner` still holds.
    async fn release(&self, name: &str, owner: &str) -> Result<(), PortError>;
}
