//! One broadcast, worked on by one process.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_adapters::telemetry::describe;
use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{
    Broadcast, BroadcastStatus, PreparedContent, StopBroadcast, StopReason,
};
use marmelad_core::kernel::{BroadcastLogId, PortError};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::places::Share;
use super::room::Room;
use super::sending::{Ahead, Done};
use super::{IN_FLIGHT, Shared};

/// Recipients laid down in one transaction.
const LAY_OUT: u32 = 2_000;
/// How long to wait between portions of which nobody can be sent to.
const LAY_OUT_PAUSE: Duration = Duration::from_millis(20);
/// How often it is looked whether somebody held or changed the broadcast while it waits.
pub(super) const LOOK: Duration = Duration::from_millis(500);
/// How long to wait when nothing can be claimed, or the database does not answer.
pub(super) const PAUSE: Duration = Duration::from_millis(300);
/// Runs of this process so far. Each claims under a name of its own: should there be two of one broadcast for a moment,
/// neither records what the other sent.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// Goes on until the broadcast does not send any more, or the process is told to stop.
pub(super) struct Run {
    pub(super) shared: Shared,
    pub(super) broadcast: Broadcast,
    pub(super) claim_id: String,
    /// Ends the waiting of messages for their turn: the process stops, or the broadcast does not send any more.
    pub(super) stop: CancellationToken,
    /// Told when this run takes no more work, though some of its messages may still be on their way.
    over: CancellationToken,
    pub(super) claimed: VecDeque<BroadcastLogId>,
    /// Rows of a turn of which nobody knows whether it marked them. Their messages did not go out.
    pub(super) unsure: Vec<BroadcastLogId>,
    pub(super) sends: JoinSet<Done>,
    pub(super) done: Vec<Done>,
    pub(super) ahead: Ahead,
    pub(super) share: Share,
    /// Whether the bot's pace decides when the next is marked.
    pub(super) is_paced: bool,
    /// Nothing is marked before then.
    pub(super) hold_until: Option<DateTime<Utc>>,
    looked_at: Instant,
}

/// Whether a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// At once.
    On,
    /// After so long, or when a message comes back.
    Wait(Duration),
    /// As soon as another broadcast gives a place back.
    WaitForPlace,
    /// It is over, for this process.
    End,
}

impl Run {
    pub(super) fn new(shared: Shared, broadcast: Broadcast, over: CancellationToken) -> Self {
        Self {
            stop: shared.stop.child_token(),
            over,
            share: shared.places.share(),
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
            ahead: Ahead::default(),
            is_paced: false,
            hold_until: None,
            looked_at: Instant::now(),
        }
    }

    pub(super) async fn work(mut self) {
        let Some(content) = self.prepared().await else {
            return;
        };
        tracing::info!(
            title = self.broadcast.terms.title,
            "work on a broadcast begins"
        );
        loop {
            let next = match self.step(&content).await {
                Ok(next) => next,
                Err(error) => {
                    let error = describe(&error);
                    tracing::warn!(error, "a broadcast does not get on; trying again");
                    Next::Wait(PAUSE)
                }
            };
            match next {
                Next::On => {}
                Next::Wait(pause) => self.harvest(pause, false).await,
                Next::WaitForPlace => self.harvest(LOOK, true).await,
                Next::End => break,
            }
            if self.stop.is_cancelled() {
                break;
            }
        }
        // Those that wait for their turn go back; another run may begin while the rest is on its way.
        self.stop.cancel();
        self.share.want(false);
        self.over.cancel();
        self.wind_up().await;
    }

    /// What it says, looked up once. `None`: that cannot be had; the broadcast is stopped, or it is tried again later.
    async fn prepared(&self) -> Option<Arc<PreparedContent>> {
        let app = &self.shared.app;
        match app
            .broadcasts
            .prepare_content(self.broadcast.terms.content.clone())
            .await
        {
            Ok(Some(content)) => Some(Arc::new(content)),
            Ok(None) => {
                let stop = app.ports.broadcasts.stop(StopBroadcast {
                    id: self.broadcast.id,
                    from: BroadcastStatus::Sending,
                    due_at: None,
                    reason: StopReason {
                        code: StopCode::MediaGone,
                        message: "its uploaded file is gone; upload it again".to_owned(),
                    },
                    now: app.now(),
                });
                if let Err(error) = stop.await {
                    tracing::warn!(error = describe(&error), "a broadcast could not be stopped");
                }
                None
            }
            Err(error) => {
                tracing::warn!(
                    error = describe(&error),
                    "a broadcast's file could not be looked up"
                );
                None
            }
        }
    }

    /// Records what came back, and sends what may go out.
    async fn step(&mut self, content: &Arc<PreparedContent>) -> Result<Next, PortError> {
        self.reap();
        self.settle().await?;
        if self.looked_at.elapsed() >= LOOK && !self.look().await? {
            return Ok(Next::End);
        }
        if !self.broadcast.is_laid_out && self.claimed.len() < IN_FLIGHT {
            let all = self
                .shared
                .app
                .broadcasts
                .fan_out(self.broadcast.id, LAY_OUT);
            self.broadcast.is_laid_out = all.await?;
        }
        let next = match self.room(content).await? {
            Room::For(room) if self.claimed.is_empty() && self.done.is_empty() => {
                debug_assert_eq!(room, 0, "room is for claimed rows");
                return self.is_over().await;
            }
            Room::For(room) => return self.turn(content, room).await,
            Room::None(pause) => Next::Wait(pause),
            Room::NoPlace => Next::WaitForPlace,
        };
        if !self.done.is_empty() {
            return self.turn(content, 0).await;
        }
        // The last one may have come back when nothing may go out: quiet hours keep no broadcast from its end.
        if self.claimed.is_empty() && self.broadcast.is_laid_out && self.broadcast.left() == 0 {
            return self.is_over().await;
        }
        Ok(next)
    }

    /// Whether the broadcast still sends, as somebody may have changed it.
    async fn look(&mut self) -> Result<bool, PortError> {
        self.looked_at = Instant::now();
        let Some(now) = self.shared.app.broadcasts.find(self.broadcast.id).await? else {
            return Ok(false);
        };
        self.broadcast = now;
        Ok(self.broadcast.status == BroadcastStatus::Sending)
    }

    /// Nobody is left for this process: the broadcast ends, or others still work on it.
    async fn is_over(&mut self) -> Result<Next, PortError> {
        if !self.sends.is_empty() {
            return Ok(Next::Wait(LOOK));
        }
        if !self.broadcast.is_laid_out {
            return Ok(Next::Wait(LAY_OUT_PAUSE));
        }
        if self.shared.app.broadcasts.finish(self.broadcast.id).await? {
            tracing::info!("a broadcast is finished");
            return Ok(Next::End);
        }
        Ok(Next::Wait(PAUSE))
    }

    /// Waits for a message to come back, with a pace of the bot for one to have its turn, for a place where one is needed,
    /// or so long.
    async fn harvest(&mut self, pause: Duration, needs_place: bool) {
        let back = async {
            match self.sends.join_next().await {
                Some(back) => back,
                None => std::future::pending().await,
            }
        };
        let (stopped, ahead) = (self.stop.clone(), self.ahead.clone());
        tokio::select! {
            back = back => self.keep(back),
            () = ahead.left.notified(), if self.is_paced => {}
            () = self.share.wait(), if needs_place => {}
            () = tokio::time::sleep(pause) => {}
            () = stopped.cancelled() => {}
        }
    }

    pub(super) fn reap(&mut self) {
        while let Some(back) = self.sends.try_join_next() {
            self.keep(back);
        }
    }

    pub(super) fn keep(&mut self, back: Result<Done, tokio::task::JoinError>) {
        match back {
            Ok(done) => self.done.push(done),
            Err(error) => {
                tracing::error!(%error, "sending a message broke down; its answer is given up");
            }
        }
    }
}
