//! Can this process work, and what may it forget?

use chrono::Duration;

use crate::App;
use crate::kernel::PortError;
use crate::system::SchemaState;

/// Telegram delivers nothing again after a day; twice that is kept.
const UPDATES_KEPT: Duration = Duration::hours(48);

impl App {
    /// Forgets updates that were handled and are too old to be delivered again; how many.
    pub async fn forget_old_updates(&self) -> Result<u64, PortError> {
        self.ports
            .inbox
            .forget_before(self.now() - UPDATES_KEPT)
            .await
    }

    /// How far the database is migrated; an error when it does not answer.
    pub async fn database_state(&self) -> Result<SchemaState, PortError> {
        self.ports.health.database().await
    }
}
