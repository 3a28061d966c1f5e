//! Checks of the database and of optional services.

use std::time::Duration;

use super::{HelperState, SchemaState, SystemService};
use crate::kernel::PortError;

impl SystemService {
    /// Counts applied and pending migrations; an error when the database does not answer.
    pub async fn database_state(&self) -> Result<SchemaState, PortError> {
        self.health.database().await
    }

    /// Checks write access to the database by acquiring and releasing a lease.
    pub async fn check_writing(&self) -> Result<(), PortError> {
        let (name, owner) = ("doctor", format!("doctor:{}", self.random_id()));
        self.acquire_lease(name, &owner, Duration::from_secs(1)).await?;
        self.release_lease(name, &owner).await
    }

    /// Checks optional services: their names and errors. Empty when none is configured.
    pub async fn helpers(&self) -> Vec<HelperState> {
        self.health.helpers().await
    }
}
