//! Broadcasts go out.
//!
//! One [`Run`] works on each broadcast that is being sent, in every process; all runs of a process share its places
//! for messages on their way. A row goes from `pending` to claimed to `sending` to its outcome as `BroadcastLedger`
//! describes, so whatever dies in between, nobody gets a message twice.

mod places;
mod recall;
mod room;
mod run;
mod sending;
#[cfg(test)]
mod tests;
mod turn;

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

use super::Turns;
use places::Places;
use run::Run;

/// So many messages of broadcasts are on their way at once in one process, their answers not recorded.
pub const IN_FLIGHT: usize = 32;
/// How often it is looked for broadcasts that begin or go on.
const LOOK: Duration = Duration::from_millis(500);

/// How a process works on broadcasts.
#[derive(Debug, Clone)]
pub struct Options {
    /// Unique to the process.
    pub owner: String,
    /// How long claimed rows are held, and answers are waited for.
    pub lease: Duration,
    /// Rows claimed at a time, 1–500.
    pub batch: u32,
}

/// What the runs of one process share.
#[derive(Clone)]
struct Shared {
    app: App,
    options: Arc<Options>,
    turns: Turns,
    places: Places,
    stop: CancellationToken,
}

/// Works on every broadcast until told to stop; what is on its way is recorded first.
pub async fn broadcast(app: &App, options: Options, turns: &Turns, stop: &CancellationToken) {
    let shared = Shared {
        app: app.clone(),
        options: Arc::new(options),
        turns: turns.clone(),
        places: Places::new(),
        stop: stop.clone(),
    };
    let mut work = Work {
        shared,
        running: HashMap::new(),
        runs: JoinSet::new(),
    };
    while !stop.is_cancelled() {
        if let Err(error) = work.look().await {
            let error = describe(&error);
            tracing::warn!(error, "broadcasts could not be looked for");
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(LOOK)).await;
    }
    while work.runs.join_next().await.is_some() {}
}

struct Work {
    shared: Shared,
    /// What is worked on, each with a word for when that takes no more work.
    running: HashMap<(BroadcastId, Task), CancellationToken>,
    runs: JoinSet<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Task {
    /// A broadcast is sent.
    Send,
    /// Its messages are taken back.
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
        // A run that winds up, because somebody held the broadcast, keeps nobody from going on with it: it records only
        // what it sent itself.
        self.running.retain(|_, over| !over.is_cancelled());
        let expired = app.broadcasts.expire_sends().await?;
        if expired > 0 {
            tracing::warn!(expired, "answers to messages of broadcasts were lost");
        }
        for broadcast in app.broadcasts.running().await? {
            let (id, shared) = (broadcast.id, self.shared.clone());
            let span = tracing::info_span!("broadcast", %id);
            self.begin((id, Task::Send), span, |over| {
                Run::new(shared, broadcast, over).work()
            });
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

    /// Begins a task, unless it is being done. However it ends, `over` is told.
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
