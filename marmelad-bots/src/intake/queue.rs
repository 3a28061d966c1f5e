//! Updates come in, and are begun with.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::intake::IncomingUpdate;
use marmelad_core::kernel::{BotKind, PortError};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::desk::Desk;
use super::group::Group;
use super::handling::Handlers;

/// How often updates are looked for that nobody handles.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// Takes in the updates of one bot. Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    desk: Desk,
    handlers: Handlers,
    accepting: Group<Vec<IncomingUpdate>, ()>,
    stop: CancellationToken,
}

impl Intake {
    /// `owner` is unique to this process; `lease` is how long an update is held before another process
    /// may take it for lost. Running handlers are tracked by `tasks`; after `stop` no more work is claimed.
    pub fn new(
        app: App,
        bot: BotKind,
        owner: &str,
        lease: Duration,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let desk = Desk::new(app, bot, owner, lease);
        let handlers = Handlers::new(desk.clone(), tasks.clone(), stop.clone());
        let accepting = {
            let (desk, handlers) = (desk.clone(), handlers.clone());
            Group::new(tasks, move |lots: Vec<Vec<IncomingUpdate>>| {
                let (desk, handlers) = (desk.clone(), handlers.clone());
                // Begun here and not by those who brought them: one may have hung up meanwhile.
                async move {
                    let done = vec![(); lots.len()];
                    let updates = lots.into_iter().flatten().collect();
                    handlers.start(desk.accept(updates).await?);
                    Ok(done)
                }
            })
        };
        Self {
            desk,
            handlers,
            accepting,
            stop,
        }
    }

    /// Whose updates.
    pub fn bot(&self) -> BotKind {
        self.desk.bot()
    }

    /// Stores updates and begins to handle those that may be handled now. When it returns without an
    /// error, Telegram may forget them.
    pub async fn take(&self, updates: Vec<IncomingUpdate>) -> Result<(), PortError> {
        self.accepting.submit(updates).await
    }

    /// Looks every second for updates that nobody handles, until told to stop.
    pub async fn sweep(&self) {
        while self
            .stop
            .run_until_cancelled(tokio::time::sleep(SWEEP_EVERY))
            .await
            .is_some()
        {
            match self.desk.claim_waiting(self.handlers.room()).await {
                Ok(claimed) => self.handlers.start(claimed),
                Err(error) => {
                    let error = describe(&error);
                    tracing::warn!(bot = %self.bot(), error, "waiting updates could not be looked for");
                }
            }
        }
    }
}
