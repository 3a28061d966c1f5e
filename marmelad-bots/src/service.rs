//! Roles of one process, from start to stop.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::try_join_all;
use marmelad_core::App;
use marmelad_core::intake::Claimant;
use marmelad_core::kernel::BotKind;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bot_setup::{SetupError, set_up};
use crate::intake::{Dispatcher, poll};
use crate::{scheduler, webhook, worker};

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Both bots: take updates and answer.
    Bots,
    /// Delivers notifications and broadcasts.
    Worker,
    /// Runs the jobs of the calendar.
    Scheduler,
}

impl Role {
    /// The name that `--roles` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bots => "bots",
            Self::Worker => "worker",
            Self::Scheduler => "scheduler",
        }
    }
}

/// What a process does, and how.
#[derive(Debug)]
pub struct Options {
    /// The roles of this process, at least one.
    pub roles: BTreeSet<Role>,
    /// How updates come in; used by [`Role::Bots`].
    pub updates: UpdatesBy,
    /// How long a claim holds before other processes may take over what it covers.
    pub lease: Duration,
    /// Recipients of a broadcast claimed at a time, 1–500.
    pub batch: u32,
}

/// How updates come in.
#[derive(Debug)]
pub enum UpdatesBy {
    /// Long polling: the bots ask Telegram.
    Polling,
    /// Telegram calls this process.
    Webhooks {
        /// Where the calls arrive.
        listener: TcpListener,
        /// What each call must carry in its header.
        secret: SecretString,
    },
}

/// Why a process could not start or had to end.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A bot could not be set up.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// A loop that should run as long as the process has ended; the log says why.
    #[error("a part of the service broke down")]
    Crashed,
}

const BOTS: [BotKind; 2] = [BotKind::Main, BotKind::Auth];
/// How long a stop waits for handlers; the rest of the grace period is for closing connections.
const STOP_PATIENCE: Duration = Duration::from_secs(9);

/// Runs until told to stop; then takes no more work, finishes what is in flight, and returns.
pub async fn run(app: App, options: Options, stop: CancellationToken) -> Result<(), ServiceError> {
    let owner = app.system.process_id(std::process::id());
    let takes_updates = options.roles.contains(&Role::Bots);
    if takes_updates {
        // Both bots before any loop: a refused token leaves nothing half started.
        let by_webhooks = matches!(options.updates, UpdatesBy::Webhooks { .. });
        try_join_all(BOTS.map(|bot| set_up(&app, bot, by_webhooks, &stop))).await?;
    }
    // Loops are stopped by the token; handlers are waited for.
    let stop = stop.child_token();
    let (mut loops, handlers) = (JoinSet::new(), TaskTracker::new());
    if takes_updates {
        let dispatchers = BOTS.map(|bot| {
            let (app, handlers, stop) = (app.clone(), handlers.clone(), stop.clone());
            let claimant = Claimant { owner: owner.clone(), lease: options.lease };
            Dispatcher::new(app, bot, claimant, handlers, stop)
        });
        take_updates(&app, options.updates, dispatchers, &owner, &stop, &mut loops);
    }
    if options.roles.contains(&Role::Worker) {
        deliver(&app, owner, options.lease, options.batch, &stop, &mut loops);
    }
    if options.roles.contains(&Role::Scheduler) {
        let (app, stop) = (app.clone(), stop.clone());
        loops.spawn(async move { scheduler::run(&app, &stop).await });
    }
    let ended = until_stopped(&mut loops, &stop).await;
    stop.cancel();
    handlers.close();
    let finished = async {
        while loops.join_next().await.is_some() {}
        handlers.wait().await;
    };
    if tokio::time::timeout(STOP_PATIENCE, finished).await.is_err() {
        tracing::warn!(
            "some work did not finish in time; its claims run out and it is taken up again"
        );
    }
    ended
}

/// Ends the process when a loop ends by itself: otherwise it would look alive and do half of its work.
async fn until_stopped(
    loops: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        Some(ended) = loops.join_next() => {
            if stop.is_cancelled() {
                return Ok(());
            }
            let error = ended.err().map(|error| error.to_string());
            tracing::error!(error, "a part of the service broke down; stopping");
            Err(ServiceError::Crashed)
        }
    }
}

/// Starts what sends notifications and broadcasts; both go through one send queue.
fn deliver(
    app: &App,
    owner: String,
    lease: Duration,
    batch: u32,
    stop: &CancellationToken,
    loops: &mut JoinSet<()>,
) {
    let queue = worker::SendQueue::default();
    let broadcasts = worker::broadcasts::Options { owner: owner.clone(), lease, batch };
    {
        let (app, stop, queue) = (app.clone(), stop.clone(), queue.clone());
        loops.spawn(async move { worker::deliver(&app, &owner, lease, &queue, &stop).await });
    }
    let (app, stop) = (app.clone(), stop.clone());
    loops
        .spawn(async move { worker::broadcasts::broadcast(&app, broadcasts, &queue, &stop).await });
}

/// Starts polling or the webhooks, and the sweep for updates that nobody handles.
fn take_updates(
    app: &App,
    updates: UpdatesBy,
    dispatchers: [Arc<Dispatcher>; 2],
    owner: &str,
    stop: &CancellationToken,
    loops: &mut JoinSet<()>,
) {
    for dispatcher in dispatchers.clone() {
        loops.spawn(async move { dispatcher.sweep().await });
    }
    match updates {
        UpdatesBy::Polling => {
            for dispatcher in dispatchers {
                let (app, owner, stop) = (app.clone(), owner.to_owned(), stop.clone());
                loops.spawn(async move { poll(&app, &dispatcher, &owner, &stop).await });
            }
        }
        UpdatesBy::Webhooks { listener, secret } => {
            let (endpoint, stop) = (webhook::endpoint(dispatchers, secret), stop.clone());
            loops.spawn(async move {
                if let Err(error) = webhook::serve(listener, endpoint, stop).await {
                    tracing::error!(%error, "the webhooks are not served any more");
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_loop_that_ends_by_itself_ends_the_process() {
        let (mut loops, stop) = (JoinSet::new(), CancellationToken::new());
        loops.spawn(async { panic!("a bug") });
        let ended = until_stopped(&mut loops, &stop).await;
        assert!(matches!(ended, Err(ServiceError::Crashed)));
    }

    #[tokio::test]
    async fn loops_that_are_told_to_stop_may_end() {
        let (mut loops, stop) = (JoinSet::new(), CancellationToken::new());
        stop.cancel();
        loops.spawn(async {});
        assert!(until_stopped(&mut loops, &stop).await.is_ok());
    }
}
