//! Hints that a broadcast moved, for those who watch it live.

use async_trait::async_trait;

use crate::kernel::{BroadcastId, PortError};

/// Tells every process's watchers that a broadcast moved. A hint says only *that*: what is true stands in
/// the database. Hints may be lost or come without a cause, so a watcher also looks by itself now and then.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ProgressHints: Send + Sync {
    /// The broadcast moved.
    async fn announce(&self, broadcast: BroadcastId) -> Result<(), PortError>;

    /// Watches a broadcast from now on.
    async fn watch(&self, broadcast: BroadcastId) -> Result<Box<dyn ProgressWatch>, PortError>;
}

/// One watcher.
#[async_trait]
pub trait ProgressWatch: Send {
    /// Returns when the broadcast (perhaps) moved since the last call; several hints may become one.
    async fn moved(&mut self);
}
