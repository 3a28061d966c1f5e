//! The port of health checks.

use async_trait::async_trait;

use crate::kernel::PortError;

/// Checks the services that the process depends on.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Health: Send + Sync {
    /// Checks the database connection and counts migrations.
    async fn database(&self) -> Result<SchemaState, PortError>;

    /// Checks optional services (a shared cache): their names and errors. Empty when none is configured.
    async fn helpers(&self) -> Vec<HelperState>;
}

/// State of an optional service.
#[derive(Debug)]
pub struct HelperState {
    /// Name for people and for `/ready`: "redis".
    pub name: &'static str,
    pub answer: Result<(), PortError>,
}

/// State of the schema migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaState {
    pub applied: usize,
    /// Migrations of this program that are not applied yet.
    pub pending: usize,
}
