//! Whether the database can be worked with.

use super::{SchemaState, SystemService};
use crate::kernel::PortError;

impl SystemService {
    /// How far the database is migrated; an error when it does not answer.
    pub async fn database_state(&self) -> Result<SchemaState, PortError> {
        self.health.database().await
    }
}
