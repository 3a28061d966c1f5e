//! The world behind its lock, with notification of changes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::bot::BotKind;
use crate::world::World;
use crate::world::faults::Fault;

/// State shared by the HTTP side, the webhook senders and the handle.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    world: Mutex<World>,
    logs_calls: bool,
    /// Grows with every change.
    version: watch::Sender<u64>,
    stop: CancellationToken,
}

impl Shared {
    pub(crate) fn new(world: World, logs_calls: bool) -> Self {
        Self {
            inner: Arc::new(Inner {
                world: Mutex::new(world),
                logs_calls,
                version: watch::Sender::new(0),
                stop: CancellationToken::new(),
            }),
        }
    }

    /// Reads the world under the lock.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world and tells everyone who waits for changes.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = act(&mut self.lock());
        self.inner.version.send_modify(|version| *version += 1);
        result
    }

    /// The fault this call runs into, if any.
    pub(crate) fn take_fault(
        &self,
        bot: BotKind,
        method: &str,
        chat_id: Option<i64>,
    ) -> Option<Fault> {
        self.lock().faults.take(bot, method, chat_id)
    }

    /// Whether parameters of calls are worth collecting.
    pub(crate) fn logs_calls(&self) -> bool {
        self.inner.logs_calls
    }

    /// Follows changes; the value is their number so far.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.inner.version.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.inner.stop.cancel();
    }

    pub(crate) fn stop_guard(&self) -> DropGuard {
        self.inner.stop.clone().drop_guard()
    }

    /// Done once the sandbox is being stopped.
    pub(crate) async fn stopping(&self) {
        self.inner.stop.cancelled().await;
    }

    /// A panic in a test's predicate must not take the sandbox down with it.
    fn lock(&self) -> MutexGuard<'_, World> {
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
