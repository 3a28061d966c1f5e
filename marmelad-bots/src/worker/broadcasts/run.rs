//! One broadcast, sent by one process step by step.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{Broadcast, BroadcastStatus, PreparedContent};
use marmelad_core::kernel::{BroadcastLogId, PortError};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::capacity::Capacity;
use super::sending::Done;
use super::slots::FairShare;
use super::{IN_FLIGHT, Shared};

/// Recipients whose rows are created in one transaction.
const FAN_OUT: u32 = 2_000;
/// How long to wait between such transactions when nobody can be sent to.
const FAN_OUT_PAUSE: Duration = Duration::from_millis(20);
/// While the bot has a rate, the number of marked messages that wait in the send queue: their send times are only a
/// few hundredths of a second away.
const MARKED_AHEAD: usize = 2;
/// How often to look whether somebody paused or changed the broadcast.
pub(super) const LOOK: Duration = Duration::from_millis(500);
/// How long to wait when nothing can be claimed, or the database does not answer.
pub(super) const PAUSE: Duration = Duration::from_millis(300);
/// Number of runs begun by this process, part of a run's claim id: a run never records what another run of the same
/// broadcast sent.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// Sends until the broadcast is no longer `sending`, or the process stops.
pub(super) struct Run {
    pub(super) shared: Shared,
    pub(super) broadcast: Broadcast,
    pub(super) claim_id: String,
    /// Ends the waiting in the send queue: the process stops, or the broadcast is no longer `sending`.
    pub(super) stop: CancellationToken,
    /// Cancelled when this run marks nobody any more, though some of its messages may still be unanswered.
    over: CancellationToken,
    pub(super) claimed: VecDeque<BroadcastLogId>,
    /// Rows of a batch whose answer was lost: they may be marked. Their messages were not sent.
    pub(super) unsure: Vec<BroadcastLogId>,
    pub(super) sends: JoinSet<Done>,
    /// Messages whose outcomes are not recorded yet.
    pub(super) done: Vec<Done>,
    /// A permit for each message that may wait in the send queue while the bot has a rate.
    pub(super) ahead: Arc<Semaphore>,
    pub(super) slots: FairShare,
    /// Whether the bot has a rate.
    pub(super) is_limited: bool,
    /// Nothing is marked before then.
    pub(super) hold_until: Option<DateTime<Utc>>,
    looked_at: Instant,
}

/// What a run does after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Again,
    /// Waits this long, or until a message is answered or leaves the send queue.
    Wait(Duration),
    /// The same, or until a slot is free.
    WaitForSlot,
    End,
}

impl Run {
    pub(super) fn new(shared: Shared, broadcast: Broadcast, over: CancellationToken) -> Self {
        Self {
            stop: shared.stop.child_token(),
            over,
            slots: shared.slots.share(),
            claim_id: format!(
                "{}:b{}:{}",
                shared.options.owner,
                broadcast.id,
                RUNS.fetch_add(1, Ordering::Relaxed)
            ),
            shared,
            broadcast,
            claimed: VecDeque::new(),
            unsure: Vec::new(),
            sends: JoinSet::new(),
            done: Vec::new(),
            ahead: Arc::new(Semaphore::new(MARKED_AHEAD)),
            is_limited: false,
            hold_until: None,
            looked_at: Instant::now(),
        }
    }

    pub(super) async fn work(mut self) {
        let Some(content) = self.prepared().await else {
            return;
        };
        tracing::info!(title = self.broadcast.terms.title, "work on a broadcast begins");
        loop {
            let next = match self.step(&content).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!(
                        error = describe(&error),
                        "a broadcast does not get on; trying again"
                    );
                    Next::Wait(PAUSE)
                }
            };
            match next {
                Next::Again => {}
                Next::Wait(pause) => self.wait(pause, false).await,
                Next::WaitForSlot => self.wait(LOOK, true).await,
                Next::End => break,
            }
            if self.stop.is_cancelled() {
                break;
            }
        }
        // Messages leave the send queue untried; another run may begin while the others are being sent.
        self.stop.cancel();
        self.slots.want(false);
        self.over.cancel();
        self.finish_sends().await;
    }

    /// The content to send. `None`: it is gone and the broadcast is stopped, or it cannot be read now.
    async fn prepared(&self) -> Option<Arc<PreparedContent>> {
        let app = &self.shared.app;
        match app.broadcasts.content_to_send(&self.broadcast).await {
            Ok(content) => content.map(Arc::new),
            Err(error) => {
                tracing::warn!(
                    error = describe(&error),
                    "a broadcast's content could not be prepared, or the broadcast not stopped"
                );
                None
            }
        }
    }

    /// Records the outcomes that are there, and sends as many messages as may be sent.
    async fn step(&mut self, content: &Arc<PreparedContent>) -> Result<Next, PortError> {
        self.collect_done();
        self.unmark_unsure().await?;
        if self.looked_at.elapsed() >= LOOK && !self.is_still_sending().await? {
            return Ok(Next::End);
        }
        if !self.broadcast.is_fanned_out && self.claimed.len() < IN_FLIGHT {
            let app = &self.shared.app;
            let all = app.broadcasts.fan_out(self.broadcast.id, FAN_OUT);
            self.broadcast.is_fanned_out = all.await?;
        }
        let next = match self.capacity(content).await? {
            Capacity::Messages(_) if self.claimed.is_empty() && self.done.is_empty() => {
                return self.finish().await;
            }
            Capacity::Messages(count) => return self.record_and_mark(content, count).await,
            Capacity::None(next) => next,
        };
        if !self.done.is_empty() {
            return self.record_and_mark(content, 0).await;
        }
        // The last message may have been answered in quiet hours, which do not keep a broadcast from its end.
        if self.claimed.is_empty() && self.broadcast.is_fanned_out && self.broadcast.left() == 0 {
            return self.finish().await;
        }
        Ok(next)
    }

    /// Reads the broadcast again, as somebody may have paused or changed it.
    async fn is_still_sending(&mut self) -> Result<bool, PortError> {
        self.looked_at = Instant::now();
        let Some(now) = self.shared.app.broadcasts.find(self.broadcast.id).await? else {
            return Ok(false);
        };
        self.broadcast = now;
        Ok(self.broadcast.status == BroadcastStatus::Sending)
    }

    /// No row is left for this process: ends the broadcast, unless other processes still send it.
    async fn finish(&mut self) -> Result<Next, PortError> {
        if !self.sends.is_empty() {
            return Ok(Next::Wait(LOOK));
        }
        if !self.broadcast.is_fanned_out {
            return Ok(Next::Wait(FAN_OUT_PAUSE));
        }
        if self.shared.app.broadcasts.finish(self.broadcast.id).await? {
            tracing::info!("a broadcast is finished");
            return Ok(Next::End);
        }
        Ok(Next::Wait(PAUSE))
    }

    /// Waits until a message is answered, a full send queue has room, a needed slot is free, or the pause ends.
    async fn wait(&mut self, pause: Duration, needs_slot: bool) {
        let answered = async {
            match self.sends.join_next().await {
                Some(done) => done,
                None => std::future::pending().await,
            }
        };
        let (stopped, ahead) = (self.stop.clone(), Arc::clone(&self.ahead));
        let is_queue_full = self.is_limited && ahead.available_permits() == 0;
        tokio::select! {
            done = answered => self.keep(done),
            _ = ahead.acquire(), if is_queue_full => {}
            () = self.slots.wait(), if needs_slot => {}
            () = tokio::time::sleep(pause) => {}
            () = stopped.cancelled() => {}
        }
    }

    pub(super) fn collect_done(&mut self) {
        while let Some(done) = self.sends.try_join_next() {
            self.keep(done);
        }
    }

    pub(super) fn keep(&mut self, done: Result<Done, tokio::task::JoinError>) {
        match done {
            Ok(done) => self.done.push(done),
            Err(error) => {
                tracing::error!(%error, "sending a message broke down; its answer is given up");
            }
        }
    }
}
