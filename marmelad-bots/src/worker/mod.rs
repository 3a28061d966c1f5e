//! Notifications go out.

use std::time::Duration;

use marmelad_core::App;
use marmelad_core::domain::ids::NotificationId;
use marmelad_core::domain::notice::{ClaimedNotification, NotificationResult};
use marmelad_core::ports::PortError;
use marmelad_core::usecases::DeliveryTurn;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

/// So many notifications are on their way at once.
const IN_FLIGHT: usize = 32;
/// How often the queue is looked at when there is room.
const IDLE: Duration = Duration::from_millis(200);
/// How long to wait when the queue cannot be read or written.
const PAUSE: Duration = Duration::from_secs(1);
/// The least to wait before asking for a turn again.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);
/// So often it is tried to record how a send ended.
const RECORD_TRIES: u32 = 20;

/// Delivers notifications until told to stop; what was claimed is sent and recorded first.
pub async fn deliver(app: &App, owner: &str, lease: Duration, stop: &CancellationToken) {
    let mut worker = Worker {
        app,
        owner,
        lease,
        round: 0,
        sends: JoinSet::new(),
    };
    while !stop.is_cancelled() {
        let pause = match worker.claim().await {
            Ok(()) => IDLE,
            Err(error) => {
                tracing::error!(%error, "notifications could not be claimed");
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
    app: &'a App,
    owner: &'a str,
    lease: Duration,
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
        let lease = chrono::Duration::from_std(self.lease).unwrap_or(chrono::Duration::seconds(30));
        let claimed = self.app.claim_notifications(&claim_id, room, lease).await?;
        for notification in claimed {
            let (app, claim_id, lease) = (self.app.clone(), claim_id.clone(), self.lease);
            let span =
                tracing::info_span!("notification", id = %notification.id, bot = %notification.bot);
            let send = async move { send(&app, &claim_id, &notification, lease).await };
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

/// Sends one and records how that ended, before the claim runs out.
async fn send(app: &App, claim_id: &str, notification: &ClaimedNotification, lease: Duration) {
    let sending = send_in_turn(app, notification, lease / 4);
    let result = match tokio::time::timeout(lease * 3 / 4, sending).await {
        Ok(Ok(result)) => result,
        // Not even tried: the claim runs out and it is claimed again.
        Ok(Err(error)) => {
            tracing::error!(%error, "a notification could not be tried");
            return;
        }
        Err(_) => app.unanswered_notification(notification),
    };
    record(app, claim_id, notification.id, result).await;
}

/// Waits for the bot's turn, if that comes within `patience`.
async fn send_in_turn(
    app: &App,
    notification: &ClaimedNotification,
    patience: Duration,
) -> Result<NotificationResult, PortError> {
    loop {
        let DeliveryTurn::At(at) = app.delivery_turn(notification.bot).await? else {
            return app.send_notification(notification).await;
        };
        let wait = (at - app.now()).to_std().unwrap_or_default();
        if wait > patience {
            return Ok(App::postponed_notification(at));
        }
        tokio::time::sleep(wait.max(SHORTEST_WAIT)).await;
    }
}

/// What is not recorded is sent once more, so this is tried for a while. A claim that ran out
/// meanwhile records nothing.
async fn record(app: &App, claim_id: &str, id: NotificationId, result: NotificationResult) {
    for _ in 0..RECORD_TRIES {
        let results = vec![(id, result.clone())];
        match app.record_notifications(claim_id, results).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(%error, "how a notification ended could not be recorded");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests;
