//! From the inbox to the handlers and back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use marmelad_adapters::metrics;
use marmelad_adapters::telemetry::describe;
use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, Handling};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::Dispatcher;
use super::desk::{Claimed, Desk};
use super::dispatch::Ended;
use super::group::Group;

/// So many chats of one bot are answered at once in one process.
const CHATS_AT_ONCE: usize = 64;

/// How long to wait before recording an ending once more.
const RECORD_PAUSE: Duration = Duration::from_millis(300);

/// Handles claimed updates. Cheap to clone.
#[derive(Clone)]
pub(super) struct Handlers {
    desk: Desk,
    dispatcher: Arc<Dispatcher>,
    finishing: Group<EndedUpdate, Option<ClaimedUpdate>>,
    chats: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Handlers {
    pub(super) fn new(desk: Desk, tasks: TaskTracker, stop: CancellationToken) -> Self {
        // The rest of the lease is for recording how it ended.
        let patience = desk.lease() * 3 / 4;
        let dispatcher = Dispatcher::new(desk.app().clone(), desk.bot(), patience);
        let finishing = {
            let desk = desk.clone();
            Group::new(tasks.clone(), move |ended| {
                let desk = desk.clone();
                async move { desk.finish(ended).await }
            })
        };
        Self {
            desk,
            dispatcher: Arc::new(dispatcher),
            finishing,
            chats: Arc::new(Semaphore::new(CHATS_AT_ONCE)),
            tasks,
            stop,
        }
    }

    /// So many more chats can be answered now.
    pub(super) fn room(&self) -> u32 {
        u32::try_from(self.chats.available_permits()).unwrap_or(u32::MAX)
    }

    /// Handles each of these, and after it those of its chat that wait behind it.
    pub(super) fn start(&self, claimed: Claimed) {
        for update in claimed.updates {
            let (handlers, until) = (self.clone(), claimed.until);
            self.tasks
                .spawn(async move { handlers.work_off(update, until).await });
        }
    }

    async fn work_off(&self, first: ClaimedUpdate, until: DateTime<Utc>) {
        // A free place is taken even while stopping: what was just taken in is answered.
        let permit = tokio::select! {
            biased;
            permit = self.chats.acquire() => permit.ok(),
            () = self.stop.cancelled() => None,
        };
        let Some(_permit) = permit.filter(|_| self.desk.has_time_until(until)) else {
            return self.give_back(first).await;
        };
        let mut next = Some(first);
        while let Some(update) = next {
            next = self.handle(update).await;
        }
    }

    /// Lets go of an update that stood in line for too long to be handled within its claim: whoever has room
    /// may take it. It was not tried.
    async fn give_back(&self, update: ClaimedUpdate) {
        let given_back = self.finishing.submit(EndedUpdate {
            update,
            ending: Handling::NotBegun,
            goes_on: false,
        });
        if let Err(error) = given_back.await {
            let (bot, error) = (self.desk.bot(), describe(&error));
            tracing::warn!(%bot, error, "an update was not given back; its claim runs out");
        }
    }

    /// Everything that is logged meanwhile carries the update's id.
    async fn handle(&self, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
        let update_id = update.update.update_id;
        let span = tracing::info_span!("update", bot = %self.desk.bot(), update_id);
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
        metrics::update_ended(self.desk.bot(), ended.counted_as, took);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(ending = ?ended.counted_as, millis, "an update's handling ended");
        next
    }

    /// Records an ending, for as long as the claim holds: the database may be back in a moment. What is
    /// not recorded is handled again when the claim has run out; handlers stand that.
    async fn record(
        &self,
        update: ClaimedUpdate,
        ending: Handling,
        begun: Instant,
    ) -> Option<ClaimedUpdate> {
        loop {
            let finished = self.finishing.submit(EndedUpdate {
                update: update.clone(),
                ending,
                // Told to stop, this process leaves what waits to the others.
                goes_on: !self.stop.is_cancelled(),
            });
            match finished.await {
                Ok(next) => return next,
                Err(error) if begun.elapsed() < self.desk.lease() => {
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
}
