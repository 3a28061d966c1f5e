//! Who may do what only one may do at a time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::PortError;

/// Named leases, each held by one owner until an instant.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Leases: Send + Sync {
    /// Takes or prolongs a lease: true when `owner` holds it until `until`. A lease that ran out at
    /// `now` is free.
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, PortError>;

    /// Gives a lease back, if `owner` still holds it.
    async fn release(&self, name: &str, owner: &str) -> Result<(), PortError>;
}
