//! The transaction that records outcomes and marks the next recipients.

use std::sync::Arc;

use marmelad_adapters::metrics;
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{BroadcastStatus, PreparedContent};
use marmelad_core::kernel::PortError;
use tokio::time::Instant;
use tracing::Instrument;

use super::run::{LOOK, Next, PAUSE, Run};
use super::sending;

impl Run {
    /// Records the outcomes that are there, marks up to `capacity` claimed rows in the same transaction, and sends to
    /// them, in the slots of the recorded messages first.
    pub(super) async fn record_and_mark(
        &mut self,
        content: &Arc<PreparedContent>,
        capacity: usize,
    ) -> Result<Next, PortError> {
        let wanted = capacity.min(self.claimed.len());
        let mut more = Vec::new();
        while self.done.len() + more.len() < wanted {
            match self.slots.take() {
                Some(slot) => more.push(slot),
                None => break,
            }
        }
        let count = wanted.min(self.done.len() + more.len());
        let mark: Vec<_> = self.claimed.drain(..count).collect();
        let carries_bytes = content.sends_bytes();
        let lease = sending::lease(&self.shared, content);
        let lease = chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30));
        let results = self.done.iter().map(|done| done.result.clone()).collect();
        // Without the database's answer these may be marked, and were not sent. Noted before the call, as waiting for
        // the answer may be given up.
        self.unsure.extend(mark.iter().copied());
        let batch = self
            .shared
            .app
            .broadcasts
            .record_and_mark(&self.broadcast, &self.claim_id, results, mark, lease)
            .await?;
        self.unsure.clear();
        for done in &self.done {
            metrics::broadcast_tried(&done.result.outcome);
        }
        self.hold_while_throttled();
        let slots = self.done.drain(..).map(|done| done.slot).chain(more);
        let is_empty = batch.marked.is_empty();
        for (marked, slot) in batch.marked.into_iter().zip(slots) {
            let sending = sending::Sending {
                shared: self.shared.clone(),
                stop: self.stop.clone(),
                content: Arc::clone(content),
                carries_bytes,
            };
            let queued = Arc::clone(&self.ahead).try_acquire_owned().ok();
            let send = sending.send(marked, slot, queued.filter(|_| self.is_limited));
            self.sends.spawn(send.in_current_span());
        }
        if batch.status != BroadcastStatus::Sending {
            return Ok(Next::End);
        }
        // While these are being sent.
        if self.claimed.len() < capacity {
            self.claim().await?;
        }
        let has_capacity = self.is_limited && self.ahead.available_permits() > 0;
        Ok(if is_empty || (has_capacity && !self.claimed.is_empty()) {
            Next::Again
        } else {
            Next::Wait(LOOK)
        })
    }

    /// When none of the messages could be sent because the bot is throttled, nothing is marked until it no longer is.
    fn hold_while_throttled(&mut self) {
        let until = self.done.iter().map(|done| done.bot_throttled_until);
        if let Some(until) = until.collect::<Option<Vec<_>>>() {
            self.hold_until = until.into_iter().min().or(self.hold_until);
        }
    }

    /// Gives back the rows of a batch whose answer was lost: they may be marked, and were not sent.
    pub(super) async fn unmark_unsure(&mut self) -> Result<(), PortError> {
        if self.unsure.is_empty() {
            return Ok(());
        }
        self.shared
            .app
            .broadcasts
            .unmark_recipients(self.broadcast.id, &self.claim_id, self.unsure.clone())
            .await?;
        self.unsure.clear();
        Ok(())
    }

    /// Releases the claimed rows, waits for the messages that are being sent, and records their outcomes.
    pub(super) async fn finish_sends(&mut self) {
        self.claimed.clear();
        self.release().await;
        while let Some(back) = self.sends.join_next().await {
            self.keep(back);
            self.collect_done();
            if let Err(error) = self.record().await {
                tracing::warn!(error = describe(&error), "outcomes were not recorded");
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < self.shared.options.lease {
            match self.record().await {
                Ok(()) => break,
                Err(error) => {
                    tracing::warn!(
                        error = describe(&error),
                        "outcomes were not recorded; trying again"
                    );
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Releases the rows that are claimed and not marked.
    async fn release(&self) {
        if let Err(error) = self.shared.app.broadcasts.release_recipients(&self.claim_id).await {
            tracing::warn!(
                error = describe(&error),
                "claimed rows were not let go; their claim runs out"
            );
        }
    }

    /// Records the outcomes that are there, and marks nobody.
    async fn record(&mut self) -> Result<(), PortError> {
        self.unmark_unsure().await?;
        if self.done.is_empty() {
            return Ok(());
        }
        let results = self.done.iter().map(|done| done.result.clone()).collect();
        let lease = chrono::Duration::zero();
        self.shared
            .app
            .broadcasts
            .record_and_mark(&self.broadcast, &self.claim_id, results, Vec::new(), lease)
            .await?;
        for done in self.done.drain(..) {
            metrics::broadcast_tried(&done.result.outcome);
        }
        Ok(())
    }
}
