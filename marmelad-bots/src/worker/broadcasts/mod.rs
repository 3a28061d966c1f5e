//! Broadcasts go out.
//!
//! One [`Run`] works on each broadcast that is being sent, in every process; all runs of a process share its places
//! for messages on their way. A row goes from `pending` to claimed to `sending` to its outcome as `BroadcastLedger`
//! describes, so whatever dies in between, nobody gets a message twice.

mod recall;
mod run;
mod sending;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::domain::ids::BroadcastId;
use marmelad_core::ports::PortError;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::Turns;
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
    places: Arc<Semaphore>,
    stop: CancellationToken,
}

/// Works on every broadcast until told to stop; what is on its way is recorded first.
pub async fn broadcast(app: &App, options: Options, turns: &Turns, stop: &CancellationToken) {
    let shared = Shared {
        app: app.clone(),
        options: Arc::new(options),
        turns: turns.clone(),
        places: Arc::new(Semaphore::new(IN_FLIGHT)),
        stop: stop.clone(),
    };
    let mut work = Work {
        shared,
        running: HashSet::new(),
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
    /// Broadcasts that are worked on, and those whose messages are taken back.
    running: HashSet<(BroadcastId, Task)>,
    runs: JoinSet<(BroadcastId, Task)>,
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
            match ended {
                Ok(run) => {
                    self.running.remove(&run);
                }
                Err(error) => {
                    tracing::error!(%error, "work on a broadcast broke down; it is begun anew");
                    // Which one is not known any more. A second run of one does no harm.
                    self.running.clear();
                }
            }
        }
        let expired = app.expire_broadcast_sends().await?;
        if expired > 0 {
            tracing::warn!(expired, "answers to messages of broadcasts were lost");
        }
        for broadcast in app.running_broadcasts().await? {
            if self.running.insert((broadcast.id, Task::Send)) {
                let (id, shared) = (broadcast.id, self.shared.clone());
                let span = tracing::info_span!("broadcast", %id);
                let run = async move {
                    Run::new(shared, broadcast).work().await;
                    (id, Task::Send)
                };
                self.runs.spawn(run.instrument(span));
            }
        }
        for broadcast in app.broadcasts_to_recall().await? {
            if self.running.insert((broadcast.id, Task::Recall)) {
                let (id, shared) = (broadcast.id, self.shared.clone());
                let span = tracing::info_span!("recall", %id);
                let run = async move {
                    recall::take_back(&shared, id).await;
                    (id, Task::Recall)
                };
                self.runs.spawn(run.instrument(span));
            }
        }
        Ok(())
    }
}
