//! Sends notifications and broadcasts.

pub mod broadcasts;
mod send_queue;

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::kernel::{NotificationId, PortError};
use marmelad_core::notifications::{ClaimedNotification, NotificationResult, NotificationService};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

pub use send_queue::{Priority, SendQueue};

/// The most notifications that are being sent at once.
const IN_FLIGHT: usize = 32;
/// How often the outbox is asked for notifications while fewer are being sent.
const IDLE: Duration = Duration::from_millis(200);
/// How long to wait after the database failed.
const PAUSE: Duration = Duration::from_secs(1);
/// How often to try to record a result before it is given up.
const RECORD_TRIES: u32 = 20;

/// Delivers notifications until told to stop; what was claimed is sent and recorded first. `queue` is shared with
/// whatever else this process delivers.
pub async fn deliver(
    app: &App,
    owner: &str,
    lease: Duration,
    queue: &SendQueue,
    stop: &CancellationToken,
) {
    let mut worker = Worker {
        sending: Sending { app: app.clone(), lease, queue: queue.clone(), stop: stop.clone() },
        owner,
        claims: 0,
        sends: JoinSet::new(),
    };
    while !stop.is_cancelled() {
        let pause = match worker.claim().await {
            Ok(()) => IDLE,
            Err(error) => {
                tracing::error!(error = describe(&error), "notifications could not be claimed");
                PAUSE
            }
        };
        let _ = stop.run_until_cancelled(worker.send_for(pause)).await;
    }
    while worker.sends.join_next().await.is_some() {}
}

/// Each notification is sent and recorded in a task of its own, so that one that hangs delays no other: a recording that
/// stood still would hold rows that the next claim waits for.
struct Worker<'a> {
    sending: Sending,
    owner: &'a str,
    /// Claims so far; numbers the claim ids.
    claims: u64,
    sends: JoinSet<()>,
}

impl Worker<'_> {
    /// Claims as many notifications as may be sent now, and begins to send them.
    async fn claim(&mut self) -> Result<(), PortError> {
        let limit = u32::try_from(self.capacity()).unwrap_or(u32::MAX);
        if limit == 0 {
            return Ok(());
        }
        self.claims += 1;
        let claim_id = format!("{}:{}", self.owner, self.claims);
        let lease = chrono::Duration::from_std(self.sending.lease);
        let lease = lease.unwrap_or(chrono::Duration::seconds(30));
        let claiming = self.sending.app.notifications.claim(&claim_id, limit, lease);
        for notification in claiming.await? {
            let (sending, claim_id) = (self.sending.clone(), claim_id.clone());
            let span =
                tracing::info_span!("notification", id = %notification.id, bot = %notification.bot);
            let send = async move { sending.send(&claim_id, &notification).await };
            self.sends.spawn(send.instrument(span));
        }
        Ok(())
    }

    /// Waits until the next claim: for the pause, or after a full claim until half of it is sent, as more
    /// notifications may be due.
    async fn send_for(&mut self, pause: Duration) {
        let was_full = self.capacity() == 0;
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

    fn capacity(&self) -> usize {
        IN_FLIGHT.saturating_sub(self.sends.len())
    }
}

/// What all sends of the worker need.
#[derive(Clone)]
struct Sending {
    app: App,
    lease: Duration,
    queue: SendQueue,
    stop: CancellationToken,
}

impl Sending {
    /// Sends a notification and records the result, within its lease.
    async fn send(&self, claim_id: &str, notification: &ClaimedNotification) {
        let app = &self.app;
        let sending = self.send_when_admitted(notification);
        let result = match tokio::time::timeout(self.lease * 3 / 4, sending).await {
            Ok(Ok(result)) => result,
            // Not tried: its lease runs out and it is claimed again.
            Ok(Err(error)) => {
                tracing::error!(error = describe(&error), "a notification could not be tried");
                return;
            }
            Err(_) => app.notifications.unanswered(notification),
        };
        record(app, claim_id, notification.id, result).await;
    }

    /// Sends a notification if the send queue lets it go within a quarter of the lease: the rest of the lease is for the
    /// call and for recording its result. Otherwise, and on a stop, it is postponed.
    async fn send_when_admitted(
        &self,
        notification: &ClaimedNotification,
    ) -> Result<NotificationResult, PortError> {
        let (app, bot, chat) = (&self.app, notification.bot, notification.chat);
        let patience = self.lease / 4;
        let admitted = self.queue.wait(app, bot, chat, Priority::Notification, patience);
        match self.stop.run_until_cancelled(admitted).await {
            Some(Ok(None)) => app.notifications.send(notification).await,
            Some(Ok(Some(throttled))) => Ok(NotificationService::postponed(throttled.until())),
            Some(Err(error)) => Err(error),
            None => Ok(NotificationService::postponed(app.now())),
        }
    }
}

/// Retries for a while, because a notification whose result is not recorded is sent again. A claim with an expired
/// lease records nothing.
async fn record(app: &App, claim_id: &str, id: NotificationId, result: NotificationResult) {
    for _ in 0..RECORD_TRIES {
        let results = vec![(id, result.clone())];
        match app.notifications.record(claim_id, results).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(
                    error = describe(&error),
                    "how a notification ended could not be recorded"
                );
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests;
