//! From the inbox to the handlers and back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use marmelad_adapters::metrics;
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::domain::bot::BotKind;
use marmelad_core::domain::message::IncomingUpdate;
use marmelad_core::ports::{ClaimedUpdate, Handling, InboxClaim, PortError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::Dispatcher;
use super::dispatch::Ended;

/// So many chats of one bot are answered at once in one process.
const CHATS_AT_ONCE: usize = 64;
/// How often updates are looked for that nobody handles.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before recording an ending once more.
const RECORD_PAUSE: Duration = Duration::from_millis(300);

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
        Self {
            // The rest of the lease is for recording how it ended.
            dispatcher: Arc::new(Dispatcher::new(app.clone(), bot, lease * 3 / 4)),
            app,
            bot,
            owner: owner.into(),
            lease: chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30)),
            chats: Arc::new(Semaphore::new(CHATS_AT_ONCE)),
            tasks,
            stop,
        }
    }

    /// Whose updates.
    pub fn bot(&self) -> BotKind {
        self.bot
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
    pub async fn sweep(&self) {
        while self
            .stop
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
                    let error = describe(&error);
                    tracing::warn!(bot = %self.bot, error, "waiting updates could not be looked for");
                }
            }
        }
    }

    /// Handles an update claimed until then, and after it those of its chat that wait behind it.
    fn start(&self, first: ClaimedUpdate, until: DateTime<Utc>) {
        let intake = self.clone();
        self.tasks.spawn(async move {
            // A free place is taken even while stopping: what was just taken in is answered.
            let permit = tokio::select! {
                biased;
                permit = intake.chats.acquire() => permit.ok(),
                () = intake.stop.cancelled() => None,
            };
            let has_time = intake.app.now() + intake.lease * 3 / 4 <= until;
            let Some(_permit) = permit.filter(|_| has_time) else {
                return intake.give_back(first).await;
            };
            let mut next = Some(first);
            while let Some(update) = next {
                next = intake.handle(update).await;
            }
        });
    }

    /// Lets go of an update that stood in line for too long to be handled within its claim: whoever has room
    /// may take it.
    async fn give_back(&self, update: ClaimedUpdate) {
        let again = Handling::Again(self.app.now());
        let finished = self
            .app
            .ports
            .inbox
            .finish(update, again, self.claim(), false);
        if let Err(error) = finished.await {
            let error = describe(&error);
            tracing::warn!(bot = %self.bot, error, "an update was not given back; its claim runs out");
        }
    }

    /// Everything that is logged meanwhile carries the update's id.
    async fn handle(&self, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
        let update_id = update.update.update_id;
        let span = tracing::info_span!("update", bot = %self.bot, update_id);
        self.handle_and_record(update).instrument(span).await
    }

    async fn handle_and_record(&self, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
        let begun = Instant::now();
        // In a task of its own, so that a handler that panics ends nothing but itself.
        let handling = {
            let (dispatcher, update) = (Arc::clone(&self.dispatcher), update.clone());
            let handling = async move { dispatcher.handle(&update).await };
            self.tasks.spawn(handling.in_current_span())
        };
        let ended = match handling.await {
            Ok(ended) => ended,
            Err(error) => {
                tracing::error!(%error, "a handler broke down");
                self.dispatcher.apologise(&update).await;
                Ended::FAILED
            }
        };
        let next = self.record(update, ended.handling, begun).await;
        let took = begun.elapsed();
        metrics::update_ended(self.bot, ended.counted_as, took);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(ending = ?ended.counted_as, millis, "an update's handling ended");
        next
    }

    /// Records an ending, for as long as the claim holds: the database may be back in a moment. What is
    /// not recorded is handled again when the claim has run out; handlers stand that.
    async fn record(
        &self,
        update: ClaimedUpdate,
        handling: Handling,
        begun: Instant,
    ) -> Option<ClaimedUpdate> {
        let lease = self.lease.to_std().unwrap_or_default();
        loop {
            let inbox = &self.app.ports.inbox;
            // Told to stop, this process leaves what waits to the others.
            let goes_on = !self.stop.is_cancelled();
            let finished = inbox.finish(update.clone(), handling, self.claim(), goes_on);
            match finished.await {
                Ok(next) => return next,
                Err(error) if begun.elapsed() < lease => {
                    let error = describe(&error);
                    tracing::warn!(error, "an update's ending was not recorded; trying again");
                }
                Err(error) => {
                    let error = describe(&error);
                    tracing::error!(error, "an update's ending was not recorded");
                    return None;
                }
            }
            tokio::time::sleep(RECORD_PAUSE).await;
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
