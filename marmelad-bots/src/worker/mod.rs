//! Notifications go out.

pub mod broadcasts;
mod turns;

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::delivery::DeliveryTurn;
use marmelad_core::kernel::{NotificationId, PortError};
use marmelad_core::notifications::{ClaimedNotification, NotificationResult, NotificationService};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

pub use turns::{Class, Turns};

/// So many notifications are on their way at once.
const IN_FLIGHT: usize = 32;
/// How often the queue is looked at when there is room.
const IDLE: Duration = Duration::from_millis(200);
/// How long to wait when the queue cannot be read or written.
const PAUSE: Duration = Duration::from_secs(1);
/// So often it is tried to record how a send ended.
const RECORD_TRIES: u32 = 20;

/// Delivers notifications until told to stop; what was claimed is sent and recorded first. `turns` is shared with
/// whatever else this process delivers.
pub async fn deliver(
    app: &App,
    owner: &str,
    lease: Duration,
    turns: &Turns,
    stop: &CancellationToken,
) {
    let mut worker = Worker {
        sending: Sending {
            app: app.clone(),
            lease,
            turns: turns.clone(),
            stop: stop.clone(),
        },
        owner,
        round: 0,
        sends: JoinSet::new(),
    };
    while !stop.is_cancelled() {
        let pause = match worker.claim().await {
            Ok(()) => IDLE,
            Err(error) => {
                let error = describe(&error);
                tracing::error!(error, "notifications could not be claimed");
                PAUSE
            }
        };
        let _ = stop.run_until_cancelled(worker.send_for(pause)).await;
    }
    while worker.sends.join_next().await.is_some() {}
}

/// A message that hangs holds up nobody: others are claimed while it is on its way. Each send is a task of its
/// own: one that stood still in the middle of its recording would hold rows that the next claim waits for.
struct Worker<'a> {
    sending: Sending,
    owner: &'a str,
    round: u64,
    sends: JoinSet<()>,
}

impl Worker<'_> {
    /// Claims as many as there is room for, and begins to send them.
    async fn claim(&mut self) -> Result<(), PortError> {
        let room = u32::try_from(self.room()).unwrap_or(u32::MAX);
        if room == 0 {
            return Ok(());
        }
        self.round += 1;
        let claim_id = format!("{}:{}", self.owner, self.round);
        let lease = chrono::Duration::from_std(self.sending.lease);
        let lease = lease.unwrap_or(chrono::Duration::seconds(30));
        let claiming = self.sending.app.notifications.claim(&claim_id, room, lease);
        for notification in claiming.await? {
            let (sending, claim_id) = (self.sending.clone(), claim_id.clone());
            let span =
                tracing::info_span!("notification", id = %notification.id, bot = %notification.bot);
            let send = async move { sending.send(&claim_id, &notification).await };
            self.sends.spawn(send.instrument(span));
        }
        Ok(())
    }

    /// Waits until it is time to claim again: after the pause, or as soon as a full load is half done,
    /// for then more may be waiting.
    async fn send_for(&mut self, pause: Duration) {
        let was_full = self.room() == 0;
        let sending = async {
            while let Some(sent) = self.sends.join_next().await {
                if let Err(error) = sent {
                    tracing::error!(%error, "sending a notification broke down; its claim runs out");
                }
                if was_full && self.sends.len() <= IN_FLIGHT / 2 {
                    return;
                }
            }
            std::future::pending::<()>().await;
        };
        let _ = tokio::time::timeout(pause, sending).await;
    }

    fn room(&self) -> usize {
        IN_FLIGHT.saturating_sub(self.sends.len())
    }
}

/// What the sends of one worker share.
#[derive(Clone)]
struct Sending {
    app: App,
    lease: Duration,
    turns: Turns,
    stop: CancellationToken,
}

impl Sending {
    /// Sends one and records how that ended, before the claim runs out.
    async fn send(&self, claim_id: &str, notification: &ClaimedNotification) {
        let app = &self.app;
        let sending = self.send_in_turn(notification);
        let result = match tokio::time::timeout(self.lease * 3 / 4, sending).await {
            Ok(Ok(result)) => result,
            // Not even tried: the claim runs out and it is claimed again.
            Ok(Err(error)) => {
                let error = describe(&error);
                tracing::error!(error, "a notification could not be tried");
                return;
            }
            Err(_) => app.notifications.unanswered(notification),
        };
        record(app, claim_id, notification.id, result).await;
    }

    /// Sends it when its turn comes within a quarter of the lease: the rest is for the call and for recording
    /// it. Else, and when the process is told to stop meanwhile, the row is let go, untried.
    async fn send_in_turn(
        &self,
        notification: &ClaimedNotification,
    ) -> Result<NotificationResult, PortError> {
        let (app, bot, chat) = (&self.app, notification.bot, notification.chat);
        let turn = self
            .turns
            .wait(app, bot, chat, Class::Urgent, self.lease / 4);
        match self.stop.run_until_cancelled(turn).await {
            Some(Ok(DeliveryTurn::Now)) => app.notifications.send(notification).await,
            Some(Ok(DeliveryTurn::At(at))) => Ok(NotificationService::postponed(at)),
            Some(Err(error)) => Err(error),
            None => Ok(NotificationService::postponed(app.now())),
        }
    }
}

/// What is not recorded is sent once more, so this is tried for a while. A claim that ran out
/// meanwhile records nothing.
async fn record(app: &App, claim_id: &str, id: NotificationId, result: NotificationResult) {
    for _ in 0..RECORD_TRIES {
        let results = vec![(id, result.clone())];
        match app.notifications.record(claim_id, results).await {
            Ok(()) => return,
            Err(error) => {
                let error = describe(&error);
                tracing::error!(error, "how a notification ended could not be recorded");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests;
