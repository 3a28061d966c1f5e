//! From the inbox to the handler and back: different chats at once, the updates of one chat in order.

use std::sync::Arc;
use std::time::{Duration, Instant};

use marmelad_adapters::metrics::{self, UpdateEnding};
use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::intake::{
    Claimant, ClaimedUpdate, EndedUpdate, HandlingOutcome, HeldUpdate, IncomingUpdate,
};
use marmelad_core::kernel::{BotKind, PortError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::handler::{Handler, Outcome};
use super::inbox::Inbox;

/// Chats of one bot that one process answers at once.
const CHATS_AT_ONCE: usize = 64;
/// How often to look for updates that nobody handles.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How long to wait before recording an ending once more.
const RECORD_PAUSE: Duration = Duration::from_millis(300);

/// Takes the updates of one bot in, and has them handled.
pub struct Dispatcher {
    inbox: Inbox,
    handler: Arc<Handler>,
    chats: Semaphore,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Dispatcher {
    /// Claims updates for `claimant`. Running handlers are tracked by `tasks`; after `stop` no more updates are claimed.
    pub fn new(
        app: App,
        bot: BotKind,
        claimant: Claimant,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) -> Arc<Self> {
        Arc::new(Self {
            handler: Arc::new(Handler::new(app.clone(), bot, claimant.handling_limit())),
            inbox: Inbox::new(app, bot, claimant),
            chats: Semaphore::new(CHATS_AT_ONCE),
            tasks,
            stop,
        })
    }

    /// The bot whose updates these are.
    pub fn bot(&self) -> BotKind {
        self.inbox.bot()
    }

    /// Stores updates and starts handling those whose chat is free. `Ok` means that Telegram may forget them.
    pub async fn take(self: &Arc<Self>, updates: Vec<IncomingUpdate>) -> Result<(), PortError> {
        let this = Arc::clone(self);
        // In a task of its own: a webhook's caller may hang up, and what was claimed must be handled all the same.
        let taking = self.tasks.spawn(async move {
            this.start(this.inbox.accept(updates).await?);
            Ok(())
        });
        taking.await.unwrap_or_else(|error| {
            Err(PortError::Broken { what: "taking updates in", source: error.into() })
        })
    }

    /// Looks every second for updates that nobody handles, until told to stop.
    pub async fn sweep(self: &Arc<Self>) {
        while self.stop.run_until_cancelled(tokio::time::sleep(SWEEP_EVERY)).await.is_some() {
            let free = u32::try_from(self.chats.available_permits()).unwrap_or(u32::MAX);
            match self.inbox.claim_waiting(free).await {
                Ok(claimed) => self.start(claimed),
                Err(error) => {
                    let (bot, error) = (self.bot(), describe(&error));
                    tracing::warn!(%bot, error, "waiting updates could not be claimed");
                }
            }
        }
    }

    /// Claimed updates are each of another chat.
    fn start(self: &Arc<Self>, claimed: Vec<HeldUpdate>) {
        for claimed in claimed {
            let this = Arc::clone(self);
            self.tasks.spawn(async move { this.handle_chat(claimed).await });
        }
    }

    /// Handles an update, then the later ones of its chat that wait behind it.
    async fn handle_chat(&self, first: HeldUpdate) {
        // A free permit is taken even while stopping: an update that was just taken in is answered.
        let permit = tokio::select! {
            biased;
            permit = self.chats.acquire() => permit.ok(),
            () = self.stop.cancelled() => None,
        };
        let Some(_permit) = permit.filter(|_| self.inbox.is_time_left(&first)) else {
            return self.give_back(first.update).await;
        };
        let mut next = Some(first.update);
        while let Some(update) = next {
            let update_id = update.update.update_id;
            let span = tracing::info_span!("update", bot = %self.bot(), update_id);
            next = self.handle(update).instrument(span).await;
        }
    }

    /// Lets go of an update that waited too long to be handled within its claim; another process with free permits may
    /// claim it. Not counted as an attempt.
    async fn give_back(&self, update: ClaimedUpdate) {
        let given_back = self.inbox.finish(EndedUpdate {
            update,
            ending: HandlingOutcome::NotBegun,
            claim_next: false,
        });
        if let Err(error) = given_back.await {
            let (bot, error) = (self.bot(), describe(&error));
            tracing::warn!(%bot, error, "an update was not given back; its claim runs out");
        }
    }

    /// Returns the next update of the chat, if this process is to handle it.
    async fn handle(&self, update: ClaimedUpdate) -> Option<ClaimedUpdate> {
        let begun = Instant::now();
        // In a task of its own, so that a handler that panics ends nothing but itself.
        let handling = {
            let (handler, update) = (Arc::clone(&self.handler), update.clone());
            let handling = async move { handler.handle(&update).await };
            self.tasks.spawn(handling.in_current_span())
        };
        let outcome = match handling.await {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::error!(%error, "a handler broke down");
                self.handler.apologise(&update).await;
                Outcome::Failed
            }
        };
        let (ending, counted_as) = match outcome {
            Outcome::Handled => (HandlingOutcome::Done, UpdateEnding::Handled),
            Outcome::Failed => (HandlingOutcome::Done, UpdateEnding::Failed),
            Outcome::PutOff(until) => (HandlingOutcome::RetryAt(until), UpdateEnding::PutOff),
        };
        let next = self.finish(update, ending, begun).await;
        let took = begun.elapsed();
        metrics::update_ended(self.bot(), counted_as, took);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(ending = ?counted_as, millis, "an update's handling ended");
        next
    }

    /// Records an ending. While the claim holds it tries again: the database may be back in a moment. An update whose
    /// ending is not recorded is handled again when the claim has run out; handlers allow that.
    async fn finish(
        &self,
        update: ClaimedUpdate,
        ending: HandlingOutcome,
        begun: Instant,
    ) -> Option<ClaimedUpdate> {
        loop {
            let finished = self.inbox.finish(EndedUpdate {
                update: update.clone(),
                ending,
                // Told to stop, this process leaves waiting updates to the others.
                claim_next: !self.stop.is_cancelled(),
            });
            match finished.await {
                Ok(next) => return next,
                Err(error) if begun.elapsed() < self.inbox.lease() => {
                    tracing::warn!(
                        error = describe(&error),
                        "an update's ending was not recorded; trying again"
                    );
                }
                Err(error) => {
                    tracing::error!(
                        error = describe(&error),
                        "an update's ending was not recorded"
                    );
                    return None;
                }
            }
            tokio::time::sleep(RECORD_PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use marmelad_core::Ports;
    use marmelad_core::intake::MockUpdateInbox;
    use serde_json::json;

    use super::*;
    use crate::testing::app;

    #[tokio::test]
    async fn an_update_is_handled_though_its_webhook_call_is_dropped() {
        let update = IncomingUpdate {
            update_id: 10,
            chat_id: Some(-7), // A group, which gets no answer.
            payload: json!({}),
        };
        let mut port = MockUpdateInbox::new();
        port.expect_accept().once().returning(|bot, updates, _| {
            let claimed = |update| ClaimedUpdate { bot, update, attempts: 0 };
            Ok(updates.into_iter().map(claimed).collect())
        });
        port.expect_finish()
            .withf(|_, ended, _| ended[0].ending == HandlingOutcome::Done)
            .once()
            .returning(|_, _, _| Ok(Vec::new()));
        let ports = Ports { inbox: Arc::new(port), ..Ports::mocked() };
        let claimant = Claimant { owner: "one".to_owned(), lease: Duration::from_secs(30) };
        let tasks = TaskTracker::new();
        let dispatcher = Dispatcher::new(
            app(ports),
            BotKind::Main,
            claimant,
            tasks.clone(),
            CancellationToken::new(),
        );
        let mut call = Box::pin(dispatcher.take(vec![update]));
        assert!(futures::poll!(&mut call).is_pending());
        drop(call);
        tasks.close();
        tasks.wait().await;
    }
}
