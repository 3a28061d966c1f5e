//! What a run writes into the ledger: how tries ended, and who is next.

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
    /// One transaction: what came back is written, and up to `room` rows are marked and sent, in the places of those
    /// that came back first.
    pub(super) async fn turn(
        &mut self,
        content: &Arc<PreparedContent>,
        room: usize,
    ) -> Result<Next, PortError> {
        let wanted = room.min(self.claimed.len());
        let mut more = Vec::new();
        while self.done.len() + more.len() < wanted {
            match self.share.take() {
                Some(place) => more.push(place),
                None => break,
            }
        }
        let count = wanted.min(self.done.len() + more.len());
        let mark: Vec<_> = self.claimed.drain(..count).collect();
        let carries_bytes = content.sends_bytes();
        let lease = sending::lease(&self.shared, content);
        let lease = chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30));
        let results = self.done.iter().map(|done| done.result.clone()).collect();
        // Until the answer is there they may be marked, and certainly did not go out. Noted before, as waiting for the
        // answer may be given up.
        self.unsure.extend(mark.iter().copied());
        let turned = self
            .shared
            .app
            .broadcasts
            .record_and_mark(&self.broadcast, &self.claim_id, results, mark, lease)
            .await?;
        self.unsure.clear();
        for done in &self.done {
            metrics::broadcast_tried(&done.result.outcome);
        }
        self.hold();
        let places = self.done.drain(..).map(|done| done.place).chain(more);
        let went_out = turned.marked.len();
        for (marked, place) in turned.marked.into_iter().zip(places) {
            let sending = sending::Sending {
                shared: self.shared.clone(),
                stop: self.stop.clone(),
                content: Arc::clone(content),
                carries_bytes,
            };
            let send = sending.send(marked, place, self.ahead.join());
            self.sends.spawn(send.in_current_span());
        }
        if turned.status != BroadcastStatus::Sending {
            return Ok(Next::End);
        }
        // While these are on their way.
        if self.claimed.len() < room {
            self.claim().await?;
        }
        Ok(if went_out == 0 {
            Next::On
        } else {
            Next::Wait(LOOK)
        })
    }

    /// When nothing at all could go out, the bot waits, and its rows need not be written again and again.
    fn hold(&mut self) {
        let waits = self.done.iter().map(|done| done.bot_waits);
        // One that went out, or whose chat alone waits, shows that the bot does not.
        if let Some(waits) = waits.collect::<Option<Vec<_>>>() {
            self.hold_until = waits.into_iter().min().or(self.hold_until);
        }
    }

    /// A turn whose answer was lost may have marked rows that never went out: they are given back.
    pub(super) async fn settle(&mut self) -> Result<(), PortError> {
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

    /// What was claimed is let go, and what is on its way is waited for and recorded as it comes back.
    pub(super) async fn wind_up(&mut self) {
        self.claimed.clear();
        self.release().await;
        while let Some(back) = self.sends.join_next().await {
            self.keep(back);
            self.reap();
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

    /// Lets go what was claimed and not marked.
    async fn release(&self) {
        if let Err(error) = self
            .shared
            .app
            .broadcasts
            .release_recipients(&self.claim_id)
            .await
        {
            tracing::warn!(
                error = describe(&error),
                "claimed rows were not let go; their claim runs out"
            );
        }
    }

    /// Writes what came back, and marks nobody.
    async fn record(&mut self) -> Result<(), PortError> {
        self.settle().await?;
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
