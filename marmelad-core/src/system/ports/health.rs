//! Can the process work?

use async_trait::async_trait;

use crate::kernel::PortError;

/// Asks the things behind the ports.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Health: Send + Sync {
    /// The database answers, and is migrated or not.
    async fn database(&self) -> Result<SchemaState, PortError>;

    /// Asks what the process works without, if less well (a shared cache): each by its name, and its error
    /// when it does not answer. Empty when nothing of that kind is configured.
    async fn helpers(&self) -> Vec<HelperState>;
}

/// Something that the process can do without.
#[derive(Debug)]
pub struct HelperState {
    /// Its name, for people and for `/ready`: "redis".
    pub name: &'static str,
    pub answer: Result<(), PortError>,
}

/// How far a database is migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaState {
    pub applied: usize,
    /// Migrations that this program brings and that are not applied.
    pub pending: usize,
}
