//! Places for messages on their way, shared fairly by the runs of a process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::IN_FLIGHT;

/// All places of a process. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// Runs with somebody to send to.
    wanting: Arc<AtomicUsize>,
}

impl Places {
    pub(super) fn new() -> Self {
        Self {
            free: Arc::new(Semaphore::new(IN_FLIGHT)),
            wanting: Arc::default(),
        }
    }

    pub(super) fn share(&self) -> Share {
        Share {
            places: self.clone(),
            is_wanting: false,
            spare: None,
        }
    }
}

/// What one run may take of them: as much as every other that wants some. A run that has taken more, while it was
/// alone, gives back what it has too many as its messages come back.
#[derive(Debug)]
pub(super) struct Share {
    places: Places,
    is_wanting: bool,
    /// One that was waited for.
    spare: Option<OwnedSemaphorePermit>,
}

impl Share {
    /// Says whether this run has somebody to send to.
    pub(super) fn want(&mut self, wants: bool) {
        match (self.is_wanting, wants) {
            (false, true) => {
                self.places.wanting.fetch_add(1, Ordering::Relaxed);
            }
            (true, false) => {
                self.places.wanting.fetch_sub(1, Ordering::Relaxed);
            }
            _ => {}
        }
        self.is_wanting = wants;
        if !wants {
            self.spare = None;
        }
    }

    /// So many of this run's messages may be on their way.
    pub(super) fn limit(&self) -> usize {
        let runs = self.places.wanting.load(Ordering::Relaxed).max(1);
        IN_FLIGHT.div_ceil(runs)
    }

    /// Places that can be taken at once.
    pub(super) fn free(&self) -> usize {
        self.places.free.available_permits() + usize::from(self.spare.is_some())
    }

    /// Takes one, if one is free.
    pub(super) fn take(&mut self) -> Option<OwnedSemaphorePermit> {
        let spare = self.spare.take();
        spare.or_else(|| Arc::clone(&self.places.free).try_acquire_owned().ok())
    }

    /// Waits for one, in the order in which runs came, and keeps it for this run. May be dropped.
    pub(super) async fn wait(&mut self) {
        if self.spare.is_none() {
            self.spare = Arc::clone(&self.places.free).acquire_owned().await.ok();
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.want(false);
    }
}
