//! From the inbox to the handlers and back.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::IncomingUpdate;
use marmelad_core::ports::{ClaimedUpdate, Handling, InboxClaim, PortError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Dispatcher;

/// So many chats of one bot are answered at once in one process.
const CHATS_AT_ONCE: usize = 64;
/// How often updates are looked for that nobody handles.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// Takes in the updates of one bot. Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    app: App,
    bot: BotKind,
    owner: Arc<str>,
    lease: chrono::Duration,
    dispatcher: Arc<Dispatcher>,
    chats: Arc<Semaphore>,
    tasks: TaskTracker,
}

impl Intake {
    /// `owner` is unique to this process; `lease` is how long an update is held before another process
    /// may take it for lost. Running handlers are tracked by `tasks`.
    pub fn new(app: App, bot: BotKind, owner: &str, lease: Duration, tasks: TaskTracker) -> Self {
        Self {
            // The rest of the lease is for recording how it ended.
            dispatcher: Arc::new(Dispatcher::new(app.clone(), bot, lease * 3 / 4)),
            app,
            bot,
            owner: owner.into(),
            lease: chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30)),
            chats: Arc::new(Semaphore::new(CHATS_AT_ONCE)),
            tasks,
        }
    }

    /// Stores updates and begins to handle those that may be handled now. When it returns without an
    /// error, Telegram may forget them.
    pub async fn take(&self, updates: Vec<IncomingUpdate>) -> Result<(), PortError> {
        let claim = self.claim();
        let until = claim.until;
        let inbox = &self.app.ports.inbox;
        for update in inbox.accept(self.bot, updates, claim).await? {
            self.start(update, until);
        }
        Ok(())
    }

    /// Looks every second for updates that nobody handles, until told to stop.
    pub async fn sweep(&self, stop: &CancellationToken) {
        while stop
            .run_until_cancelled(tokio::time::sleep(SWEEP_EVERY))
            .await
            .is_some()
        {
            let free = u32::try_from(self.chats.available_permits()).unwrap_or(u32::MAX);
            let claim = self.claim();
            let until = claim.until;
            let waiting = self.app.ports.inbox.claim_waiting(self.bot, claim, free);
            match waiting.await {
                Ok(claimed) => claimed
                    .into_iter()
                    .for_each(|update| self.start(update, until)),
                Err(error) => {
                    tracing::warn!(bot = %self.bot, %error, "waiting updates could not be looked for");
                }
            }
        }
    }

    /// Handles an update claimed until then, and after it those of its chat that wait behind it.
    fn start(&self, first: ClaimedUpdate, until: DateTime<Utc>) {
        let intake = self.clone();
        self.tasks.spawn(async move {
            let Ok(_permit) = intake.chats.acquire().await else {
                return;
            };
            if intake.app.now() >= until {
                // It stood in line for too long and is anybody's again.
                return;
            }
            let mut next = Some(first);
            while let Some(update) = next {
                next = intake.handle(update).await;
            }
        });
    }

    async fn handle(&self, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
        let update_id = update.update.update_id;
        // In a task of its own, so that a handler that panics ends nothing but itself.
        let handling = {
            let (dispatcher, update) = (Arc::clone(&self.dispatcher), update.clone());
            self.tasks
                .spawn(async move { dispatcher.handle(&update).await })
        };
        let ending = match handling.await {
            Ok(ending) => ending,
            Err(error) => {
                tracing::error!(bot = %self.bot, update_id, %error, "a handler broke down");
                self.dispatcher.apologise(&update).await;
                Handling::Done
            }
        };
        match self
            .app
            .ports
            .inbox
            .finish(update, ending, self.claim())
            .await
        {
            Ok(next) => next,
            Err(error) => {
                // The claim runs out and the update is handled again; handlers stand that.
                tracing::error!(bot = %self.bot, update_id, %error, "an update's ending was not recorded");
                None
            }
        }
    }

    fn claim(&self) -> InboxClaim {
        let now = self.app.now();
        InboxClaim {
            owner: self.owner.to_string(),
            now,
            until: now + self.lease,
        }
    }
}
