//! The port for hints that a broadcast changed, for live views.

use async_trait::async_trait;

use crate::kernel::{BroadcastId, PortError};

/// Tells watchers in every process that a broadcast changed. A hint carries no data: the watcher
/// reads the database. Hints may be lost or superfluous, so watchers also poll now and then.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ProgressHints: Send + Sync {
    /// Announces a change of the broadcast.
    async fn announce(&self, broadcast: BroadcastId) -> Result<(), PortError>;

    /// Watches a broadcast from now on.
    async fn watch(&self, broadcast: BroadcastId) -> Result<Box<dyn ProgressWatch>, PortError>;
}

/// Receives the hints for one watcher.
#[async_trait]
pub trait ProgressWatch: Send {
    /// Returns when the broadcast may have changed since the last call; several hints may be merged.
    async fn moved(&mut self);
}
