//! One bot's inbox as this process uses it: concurrent callers write in batches.

use std::time::Duration;

use marmelad_core::App;
use marmelad_core::intake::{Claimant, ClaimedUpdate, EndedUpdate, HeldUpdate, IncomingUpdate};
use marmelad_core::kernel::{BotKind, PortError};

use super::batcher::Batcher;

/// The updates of one bot that this process stores, claims and finishes.
pub(super) struct Inbox {
    app: App,
    bot: BotKind,
    claimant: Claimant,
    accepting: Batcher<Vec<IncomingUpdate>, Vec<HeldUpdate>>,
    finishing: Batcher<EndedUpdate, Option<ClaimedUpdate>>,
}

impl Inbox {
    pub(super) fn new(app: App, bot: BotKind, claimant: Claimant) -> Self {
        Self { app, bot, claimant, accepting: Batcher::default(), finishing: Batcher::default() }
    }

    pub(super) fn bot(&self) -> BotKind {
        self.bot
    }

    pub(super) fn lease(&self) -> Duration {
        self.claimant.lease
    }

    /// Whether a handler that begins now ends before the claim does.
    pub(super) fn is_time_left(&self, held: &HeldUpdate) -> bool {
        self.app.intake.is_time_left(held, &self.claimant)
    }

    /// Stores updates durably and returns those for this process to handle now. Of the callers of a batch, one gets
    /// the updates of the whole batch.
    pub(super) async fn accept(
        &self,
        updates: Vec<IncomingUpdate>,
    ) -> Result<Vec<HeldUpdate>, PortError> {
        let write = |batch: Vec<Vec<IncomingUpdate>>| async move {
            let mut held: Vec<Vec<HeldUpdate>> = batch.iter().map(|_| Vec::new()).collect();
            let updates = batch.into_iter().flatten().collect();
            let accepted = self.app.intake.accept(self.bot, updates, &self.claimant).await?;
            if let Some(first) = held.first_mut() {
                *first = accepted;
            }
            Ok(held)
        };
        self.accepting.submit(updates, write).await
    }

    /// Claims at most `limit` updates that nobody handles.
    pub(super) async fn claim_waiting(&self, limit: u32) -> Result<Vec<HeldUpdate>, PortError> {
        self.app.intake.claim_waiting(self.bot, limit, &self.claimant).await
    }

    /// Ends the handling of an update, and returns the chat's next one if this process has claimed it.
    pub(super) async fn finish(
        &self,
        ended: EndedUpdate,
    ) -> Result<Option<ClaimedUpdate>, PortError> {
        let write = |batch| self.app.intake.finish(self.bot, batch, &self.claimant);
        self.finishing.submit(ended, write).await
    }
}
