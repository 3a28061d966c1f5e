//! Leases, by which one process at a time does exclusive work.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::SystemService;
use crate::kernel::PortError;

impl SystemService {
    /// Acquires or renews a lease from now on, and returns when it expires; `None` while another owner holds it.
    pub async fn acquire_lease(
        &self,
        name: &str,
        owner: &str,
        duration: Duration,
    ) -> Result<Option<DateTime<Utc>>, PortError> {
        let now = self.context.now();
        let until = now + duration;
        Ok(self.leases.acquire(name, owner, now, until).await?.then_some(until))
    }

    /// Releases a lease that `owner` still holds.
    pub async fn release_lease(&self, name: &str, owner: &str) -> Result<(), PortError> {
        self.leases.release(name, owner).await
    }
}
