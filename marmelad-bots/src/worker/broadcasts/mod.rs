//! Sends broadcasts.
//!
//! Each process works on every broadcast that is being sent, one [`Run`] each; all runs of a process share its
//! concurrency slots. A row goes from `pending` to claimed to `sending` to its outcome as `DeliveryLog` describes, so
//! that nobody gets a message twice, whichever process dies.
//!
//! | module | what it holds |
//! |---|---|
//! | `run` | one broadcast, step by step |
//! | `capacity` | how many messages may be sent now |
//! | `batch` | the transaction that records outcomes and marks the next recipients |
//! | `sending` | one message |
//! | `slots` | the concurrency slots |
//! | `recall` | deletes the messages of a recalled broadcast |

mod batch;
mod capacity;
mod recall;
mod run;
mod sending;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::kernel::{BroadcastId, PortError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::SendQueue;
use run::Run;
use slots::Slots;

/// The most messages of broadcasts that a process has marked and not recorded.
pub const IN_FLIGHT: usize = 32;
/// How often to look for broadcasts that begin or are resumed.
const LOOK: Duration = Duration::from_millis(500);

/// How a process works on broadcasts.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of the process in claims; no other process has it.
    pub owner: String,
    /// How long claimed rows are held, and how long Telegram's answers are waited for.
    pub lease: Duration,
    /// Rows claimed at a time, 1–500.
    pub batch: u32,
}

/// What the runs of one process share.
#[derive(Clone)]
struct Shared {
    app: App,
    options: Arc<Options>,
    queue: SendQueue,
    slots: Slots,
    stop: CancellationToken,
}

/// Sends every broadcast until told to stop; messages that are being sent are recorded first.
pub async fn broadcast(app: &App, options: Options, queue: &SendQueue, stop: &CancellationToken) {
    let shared = Shared {
        app: app.clone(),
        options: Arc::new(options),
        queue: queue.clone(),
        slots: Slots::new(),
        stop: stop.clone(),
    };
    let mut work = Work { shared, running: HashMap::new(), runs: JoinSet::new() };
    while !stop.is_cancelled() {
        if let Err(error) = work.look().await {
            tracing::warn!(error = describe(&error), "broadcasts could not be looked for");
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(LOOK)).await;
    }
    while work.runs.join_next().await.is_some() {}
}

struct Work {
    shared: Shared,
    /// Tasks that run; each token is cancelled when its task takes no more work.
    running: HashMap<(BroadcastId, Task), CancellationToken>,
    runs: JoinSet<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Task {
    Send,
    Recall,
}

impl Work {
    async fn look(&mut self) -> Result<(), PortError> {
        let app = self.shared.app.clone();
        while let Some(ended) = self.runs.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "work on a broadcast broke down; it is begun anew");
            }
        }
        // A run that is ending, because the broadcast was paused, does not prevent a new one: it only records what it
        // sent itself.
        self.running.retain(|_, over| !over.is_cancelled());
        let expired = app.broadcasts.expire_sends().await?;
        if expired > 0 {
            tracing::warn!(expired, "answers to messages of broadcasts were lost");
        }
        for broadcast in app.broadcasts.running().await? {
            let (id, shared) = (broadcast.id, self.shared.clone());
            let span = tracing::info_span!("broadcast", %id);
            self.begin((id, Task::Send), span, |over| Run::new(shared, broadcast, over).work());
        }
        for broadcast in app.broadcasts.to_recall().await? {
            let (id, shared) = (broadcast.id, self.shared.clone());
            let span = tracing::info_span!("recall", %id);
            self.begin((id, Task::Recall), span, |_| async move {
                recall::take_back(&shared, id).await;
            });
        }
        Ok(())
    }

    /// Begins a task unless it runs already. However it ends, its token is cancelled.
    fn begin<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        task: (BroadcastId, Task),
        span: tracing::Span,
        work: impl FnOnce(CancellationToken) -> F,
    ) {
        if let Entry::Vacant(free) = self.running.entry(task) {
            let over = free.insert(CancellationToken::new()).clone();
            let (work, ended) = (work(over.clone()), over.drop_guard());
            let run = async move {
                let _ended = ended;
                work.await;
            };
            self.runs.spawn(run.instrument(span));
        }
    }
}
