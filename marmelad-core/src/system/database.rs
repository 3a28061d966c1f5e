//! State of the database schema.

use super::{SchemaState, SystemService};
use crate::kernel::PortError;

impl SystemService {
    /// Counts applied and pending migrations; an error when the database does not answer.
    pub async fn database_state(&self) -> Result<SchemaState, PortError> {
        self.health.database().await
    }
}
