//! Can this process work?

use crate::App;
use crate::ports::{PortError, SchemaState};

impl App {
    /// How far the database is migrated; an error when it does not answer.
    pub async fn database_state(&self) -> Result<SchemaState, PortError> {
        self.ports.health.database().await
    }
}
