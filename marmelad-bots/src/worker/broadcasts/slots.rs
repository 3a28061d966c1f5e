//! Concurrency slots: how many messages of broadcasts this process sends at once, shared fairly by its broadcasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::IN_FLIGHT;

/// All slots of a process. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    free: Arc<Semaphore>,
    /// How many broadcasts want an equal share.
    sharers: Arc<AtomicUsize>,
}

/// The slots of one broadcast: as many as of every other that wants a share. One that took more while it was alone gives
/// them back as its messages are answered.
#[derive(Debug)]
pub(super) struct FairShare {
    slots: Slots,
    is_sharer: bool,
    /// A slot that was waited for.
    spare: Option<OwnedSemaphorePermit>,
}

impl Slots {
    pub(super) fn new() -> Self {
        Self { free: Arc::new(Semaphore::new(IN_FLIGHT)), sharers: Arc::default() }
    }

    pub(super) fn share(&self) -> FairShare {
        FairShare { slots: self.clone(), is_sharer: false, spare: None }
    }
}

impl FairShare {
    /// Sets whether this broadcast wants a share: it has somebody to send to.
    pub(super) fn want(&mut self, wants: bool) {
        match (self.is_sharer, wants) {
            (false, true) => _ = self.slots.sharers.fetch_add(1, Ordering::Relaxed),
            (true, false) => _ = self.slots.sharers.fetch_sub(1, Ordering::Relaxed),
            _ => {}
        }
        self.is_sharer = wants;
        if !wants {
            self.spare = None;
        }
    }

    /// The most slots that this broadcast may hold now.
    pub(super) fn limit(&self) -> usize {
        IN_FLIGHT.div_ceil(self.slots.sharers.load(Ordering::Relaxed).max(1))
    }

    /// How many slots can be taken at once.
    pub(super) fn free(&self) -> usize {
        self.slots.free.available_permits() + usize::from(self.spare.is_some())
    }

    /// Takes a slot if one is free.
    pub(super) fn take(&mut self) -> Option<OwnedSemaphorePermit> {
        let free = || Arc::clone(&self.slots.free).try_acquire_owned().ok();
        self.spare.take().or_else(free)
    }

    /// Waits for a slot, in the order in which broadcasts came, and keeps it for this one. May be dropped.
    pub(super) async fn wait(&mut self) {
        if self.spare.is_none() {
            self.spare = Arc::clone(&self.slots.free).acquire_owned().await.ok();
        }
    }
}

impl Drop for FairShare {
    fn drop(&mut self) {
        self.want(false);
    }
}
