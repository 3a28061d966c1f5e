//! One broadcast, worked on by one process.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use marmelad_adapters::metrics;
use marmelad_adapters::telemetry::describe;
use marmelad_core::domain::broadcast::{
    Broadcast, BroadcastStatus, PreparedContent, StopCode, StopReason,
};
use marmelad_core::domain::ids::BroadcastLogId;
use marmelad_core::ports::{PortError, StopBroadcast};
use marmelad_core::usecases::DeliveryTurn;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::sending::{self, Ahead, Done};
use super::{IN_FLIGHT, Shared};

/// Recipients laid down in one transaction.
const LAY_OUT: u32 = 2_000;
/// How long to wait between portions of which nobody can be sent to.
const LAY_OUT_PAUSE: Duration = Duration::from_millis(20);
/// How often it is looked whether somebody held or changed the broadcast while it waits.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait when nothing can be claimed, or the database does not answer.
const PAUSE: Duration = Duration::from_millis(300);
/// With a pace of the bot so many are marked ahead: their turns come within a few hundredths of a second. However many
/// have had their turn and wait for Telegram's answer: its answers take longer than from one turn to the next.
const PACED_AHEAD: usize = 2;

/// Runs of this process so far. Each claims under a name of its own: should there be two of one broadcast for a moment,
/// neither records what the other sent.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// Goes on until the broadcast does not send any more, or the process is told to stop.
pub(super) struct Run {
    shared: Shared,
    broadcast: Broadcast,
    claim_id: String,
    claimed: VecDeque<BroadcastLogId>,
    sends: JoinSet<Done>,
    done: Vec<Done>,
    ahead: Ahead,
    /// Whether the bot's pace decides when the next is marked.
    is_paced: bool,
    /// Nothing is marked before then.
    hold_until: Option<DateTime<Utc>>,
    looked_at: Instant,
}

/// Whether a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// At once.
    On,
    /// After so long, or when a message comes back.
    Wait(Duration),
    /// It is over, for this process.
    End,
}

impl Run {
    pub(super) fn new(shared: Shared, broadcast: Broadcast) -> Self {
        Self {
            claim_id: format!(
                "{}:b{}:{}",
                shared.options.owner,
                broadcast.id,
                RUNS.fetch_add(1, Ordering::Relaxed)
            ),
            shared,
            broadcast,
            claimed: VecDeque::new(),
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
                Next::Wait(pause) => self.harvest(pause).await,
                Next::End => break,
            }
            if self.shared.stop.is_cancelled() {
                break;
            }
        }
        self.wind_up().await;
    }

    /// What it says, looked up once. `None`: that cannot be had; the broadcast is stopped, or it is tried again later.
    async fn prepared(&self) -> Option<Arc<PreparedContent>> {
        let app = &self.shared.app;
        match app
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
        if self.looked_at.elapsed() >= LOOK && !self.look().await? {
            return Ok(Next::End);
        }
        if !self.broadcast.is_laid_out && self.claimed.len() < IN_FLIGHT {
            let all = self
                .shared
                .app
                .lay_out_broadcast(self.broadcast.id, LAY_OUT);
            self.broadcast.is_laid_out = all.await?;
        }
        let room = match self.room(content).await? {
            Room::For(room) => room,
            Room::None(pause) => {
                if !self.done.is_empty() {
                    return self.turn(content, 0).await;
                }
                return Ok(Next::Wait(pause));
            }
        };
        if self.claimed.is_empty() && room > 0 {
            self.claim().await?;
        }
        if self.claimed.is_empty() && self.done.is_empty() {
            return self.is_over().await;
        }
        self.turn(content, room).await
    }

    /// Whether the broadcast still sends, as somebody may have changed it.
    async fn look(&mut self) -> Result<bool, PortError> {
        self.looked_at = Instant::now();
        let Some(now) = self.shared.app.find_broadcast(self.broadcast.id).await? else {
            return Ok(false);
        };
        self.broadcast = now;
        Ok(self.broadcast.status == BroadcastStatus::Sending)
    }

    /// How many messages may be marked now.
    async fn room(&mut self, content: &PreparedContent) -> Result<Room, PortError> {
        let app = self.shared.app.clone();
        if let Some(until) = app.broadcast_pause(&self.broadcast).await? {
            self.broadcast.waiting_until = Some(until);
            return Ok(Room::None(LOOK));
        }
        self.broadcast.waiting_until = None;
        if let Some(until) = self.hold_until {
            let wait = (until - app.now()).to_std().unwrap_or_default();
            if !wait.is_zero() {
                return Ok(Room::None(wait.min(LOOK)));
            }
            self.hold_until = None;
        }
        let free = self.shared.places.available_permits() + self.done.len();
        if free == 0 {
            return Ok(Room::None(LOOK));
        }
        if content.sends_bytes() {
            // Bytes go once; everybody else gets the file by its id.
            return Ok(self.room_for_bytes(content).await);
        }
        let rates = app.broadcast_rates(&self.broadcast).await?;
        self.is_paced = rates.per_second > 0;
        let ahead = PACED_AHEAD.saturating_sub(self.ahead.count());
        if self.is_paced && ahead == 0 {
            return Ok(Room::None(LOOK));
        }
        if rates.per_minute > 0 {
            // Asked for only when there is somebody to get it.
            if self.claimed.is_empty() {
                self.claim().await?;
            }
            if self.claimed.is_empty() {
                return Ok(Room::For(0));
            }
            return Ok(
                match app
                    .broadcast_turn(self.broadcast.id, rates.per_minute)
                    .await
                {
                    DeliveryTurn::Now => Room::For(1),
                    DeliveryTurn::At(at) => {
                        let wait = (at - app.now()).to_std().unwrap_or_default();
                        Room::None(wait.clamp(Duration::from_millis(1), LOOK))
                    }
                },
            );
        }
        Ok(Room::For(if self.is_paced {
            ahead.min(free)
        } else {
            free
        }))
    }

    /// One process gives the bytes, one message at a time, until Telegram knows the file.
    async fn room_for_bytes(&self, content: &PreparedContent) -> Room {
        if !self.sends.is_empty() || !self.done.is_empty() {
            return Room::None(LOOK);
        }
        let (app, now) = (&self.shared.app, self.shared.app.now());
        let name = match content.upload() {
            Some(media) => format!("upload:{media}"),
            None => format!("upload:broadcast:{}", self.broadcast.id),
        };
        let until = now
            + chrono::Duration::from_std(sending::UPLOAD_PATIENCE)
                .unwrap_or(chrono::Duration::seconds(130));
        let leases = &app.ports.leases;
        match leases
            .acquire(&name, &self.shared.options.owner, now, until)
            .await
        {
            Ok(true) => Room::For(1),
            Ok(false) => {
                // Another process gives them; by the next look Telegram may know the file.
                if let Ok(Some(other)) = app.prepare_content(content.content().clone()).await
                    && let Some(known) = other.known_file()
                {
                    content.remember(known);
                    return Room::For(1);
                }
                Room::None(LOOK)
            }
            Err(_) => Room::None(PAUSE),
        }
    }

    /// Takes rows, not more than go out while they are held.
    async fn claim(&mut self) -> Result<(), PortError> {
        let app = &self.shared.app;
        let rates = app.broadcast_rates(&self.broadcast).await?;
        let within = u64::try_from(self.shared.options.lease.as_millis() / 2).unwrap_or(u64::MAX);
        let goes_out = rates.effective_per_minute().saturating_mul(within) / 60_000;
        let limit = u32::try_from(goes_out)
            .unwrap_or(u32::MAX)
            .clamp(1, self.shared.options.batch);
        let lease = chrono::Duration::from_std(self.shared.options.lease)
            .unwrap_or(chrono::Duration::seconds(30));
        let claimed = app
            .claim_recipients(self.broadcast.id, &self.claim_id, limit, lease)
            .await?;
        self.claimed.extend(claimed);
        Ok(())
    }

    /// One transaction: what came back is written, and up to `room` rows are marked and sent, in the places of those
    /// that came back first.
    async fn turn(
        &mut self,
        content: &Arc<PreparedContent>,
        room: usize,
    ) -> Result<Next, PortError> {
        let wanted = room.min(self.claimed.len());
        let mut more = Vec::new();
        while self.done.len() + more.len() < wanted {
            match Arc::clone(&self.shared.places).try_acquire_owned() {
                Ok(place) => more.push(place),
                Err(_) => break,
            }
        }
        let count = wanted.min(self.done.len() + more.len());
        let mark: Vec<_> = self.claimed.iter().take(count).copied().collect();
        let lease = sending::lease(&self.shared, content);
        let lease = chrono::Duration::from_std(lease).unwrap_or(chrono::Duration::seconds(30));
        let results = self.done.iter().map(|done| done.result.clone()).collect();
        let turned = self
            .shared
            .app
            .ledger_turn(&self.broadcast, &self.claim_id, results, mark, lease)
            .await?;
        self.claimed.drain(..count);
        for done in &self.done {
            metrics::broadcast_tried(&done.result.outcome);
        }
        self.hold();
        let places = self.done.drain(..).map(|done| done.place).chain(more);
        let went_out = turned.marked.len();
        for (marked, place) in turned.marked.into_iter().zip(places) {
            let (shared, content, ahead) =
                (self.shared.clone(), Arc::clone(content), self.ahead.join());
            let send = sending::send(shared, content, marked, place, ahead);
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

    /// Nobody is left for this process: the broadcast ends, or others still work on it.
    async fn is_over(&mut self) -> Result<Next, PortError> {
        if !self.sends.is_empty() {
            return Ok(Next::Wait(LOOK));
        }
        if !self.broadcast.is_laid_out {
            return Ok(Next::Wait(LAY_OUT_PAUSE));
        }
        if self.shared.app.finish_broadcast(self.broadcast.id).await? {
            tracing::info!("a broadcast is finished");
            return Ok(Next::End);
        }
        Ok(Next::Wait(PAUSE))
    }

    /// Waits for a message to come back, with a pace of the bot for one to have its turn, or so long.
    async fn harvest(&mut self, pause: Duration) {
        let back = async {
            match self.sends.join_next().await {
                Some(back) => back,
                None => std::future::pending().await,
            }
        };
        let (stopped, ahead) = (self.shared.stop.clone(), self.ahead.clone());
        tokio::select! {
            back = back => self.keep(back),
            () = ahead.left.notified(), if self.is_paced => {}
            () = tokio::time::sleep(pause) => {}
            () = stopped.cancelled() => {}
        }
    }

    fn reap(&mut self) {
        while let Some(back) = self.sends.try_join_next() {
            self.keep(back);
        }
    }

    fn keep(&mut self, back: Result<Done, tokio::task::JoinError>) {
        match back {
            Ok(done) => self.done.push(done),
            Err(error) => {
                tracing::error!(%error, "sending a message broke down; its answer is given up");
            }
        }
    }

    /// What is on its way is waited for and recorded, and what was claimed is let go.
    async fn wind_up(&mut self) {
        while let Some(back) = self.sends.join_next().await {
            self.keep(back);
        }
        let begun = Instant::now();
        while !self.done.is_empty() && begun.elapsed() < self.shared.options.lease {
            let results = self.done.iter().map(|done| done.result.clone()).collect();
            let lease = chrono::Duration::zero();
            let app = &self.shared.app;
            match app
                .ledger_turn(&self.broadcast, &self.claim_id, results, Vec::new(), lease)
                .await
            {
                Ok(_) => self.done.clear(),
                Err(error) => {
                    tracing::warn!(
                        error = describe(&error),
                        "outcomes were not recorded; trying again"
                    );
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        if let Err(error) = self.shared.app.release_recipients(&self.claim_id).await {
            tracing::warn!(
                error = describe(&error),
                "claimed rows were not let go; their claim runs out"
            );
        }
    }
}

/// Whether something may go out.
#[derive(Debug, Clone, Copy)]
enum Room {
    /// So many messages.
    For(usize),
    /// Nothing; look again after that.
    None(Duration),
}
