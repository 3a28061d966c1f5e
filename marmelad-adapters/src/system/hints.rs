//! Hints that a broadcast moved, within one process.

use async_trait::async_trait;
use marmelad_core::broadcasts::{ProgressHints, ProgressWatch};
use marmelad_core::kernel::{BroadcastId, PortError};
use tokio::sync::broadcast;

/// So many hints may wait for a slow watcher; what is more becomes one.
const WAITING: usize = 64;

/// Where hints are posted and watched. Without Redis it is the whole of [`ProgressHints`]: what other
/// processes announce is not seen, and their watchers look by themselves.
#[derive(Debug, Clone)]
pub struct HintBoard(broadcast::Sender<Option<BroadcastId>>);

impl Default for HintBoard {
    fn default() -> Self {
        Self(broadcast::channel(WAITING).0)
    }
}

impl HintBoard {
    pub(crate) fn post(&self, broadcast: BroadcastId) {
        // An error: nobody watches.
        let _ = self.0.send(Some(broadcast));
    }

    /// Any of them may have.
    pub(crate) fn post_all(&self) {
        let _ = self.0.send(None);
    }

    /// Watches one from now on.
    pub(crate) fn watch(&self, broadcast: BroadcastId) -> HintWatch {
        HintWatch { broadcast, hints: self.0.subscribe() }
    }
}

/// One watcher of one broadcast.
pub(crate) struct HintWatch {
    broadcast: BroadcastId,
    hints: broadcast::Receiver<Option<BroadcastId>>,
}

#[async_trait]
impl ProgressWatch for HintWatch {
    async fn moved(&mut self) {
        loop {
            match self.hints.recv().await {
                Ok(Some(broadcast)) if broadcast != self.broadcast => {}
                // Of what was missed some may have been ours.
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                // The board is gone: nothing will move any more.
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

#[async_trait]
impl ProgressHints for HintBoard {
    async fn announce(&self, broadcast: BroadcastId) -> Result<(), PortError> {
        self.post(broadcast);
        Ok(())
    }

    async fn watch(&self, broadcast: BroadcastId) -> Result<Box<dyn ProgressWatch>, PortError> {
        Ok(Box::new(HintBoard::watch(self, broadcast)))
    }
}
