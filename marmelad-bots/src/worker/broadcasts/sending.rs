//! Sends one message of a broadcast.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{
    BroadcastService, MarkedRecipient, PreparedContent, RecipientResult, SendOutcome,
};
use marmelad_core::delivery::ThrottledBy;
use marmelad_core::kernel::{Address, BotKind};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::worker::Priority;

/// How long Telegram may take to answer an upload.
pub(super) const UPLOAD_PATIENCE: Duration = Duration::from_secs(130);
/// The rest of a lease with an upload in it, for recording the outcome.
const RECORD_PATIENCE: Duration = Duration::from_secs(30);

/// A message that was tried.
pub(super) struct Done {
    pub(super) result: RecipientResult,
    /// Given back when the outcome is recorded.
    pub(super) slot: OwnedSemaphorePermit,
    /// Until when the bot is throttled, if that is why the message was not sent.
    pub(super) bot_throttled_until: Option<DateTime<Utc>>,
}

/// How long marked rows are held while Telegram's answers are waited for.
pub(super) fn lease(shared: &Shared, content: &PreparedContent) -> Duration {
    if content.sends_bytes() {
        shared.options.lease.max(UPLOAD_PATIENCE + RECORD_PATIENCE)
    } else {
        shared.options.lease
    }
}

/// What sending a message takes.
pub(super) struct Sending {
    pub(super) shared: Shared,
    /// Ends the waiting in the send queue.
    pub(super) stop: CancellationToken,
    pub(super) content: Arc<PreparedContent>,
    /// Whether this message uploads the file.
    pub(super) carries_bytes: bool,
}

impl Sending {
    /// Sends if the send queue lets the message go within a quarter of the lease: the rest is for the call and for
    /// recording its outcome. `queued` is dropped when the message leaves the queue.
    pub(super) async fn send(
        self,
        marked: MarkedRecipient,
        slot: OwnedSemaphorePermit,
        queued: Option<OwnedSemaphorePermit>,
    ) -> Done {
        let throttled = self.throttled(marked.recipient.chat).await;
        drop(queued);
        let app = &self.shared.app;
        let outcome = if let Some(by) = throttled {
            app.broadcasts.untried(by.until())
        } else {
            let patience =
                if self.carries_bytes { UPLOAD_PATIENCE } else { self.shared.options.lease / 2 };
            let sending =
                app.broadcasts.send_to_recipient(&self.content, &marked, self.carries_bytes);
            let answer = tokio::time::timeout(patience, sending).await;
            answer.unwrap_or_else(|_| BroadcastService::unanswered())
        };
        log(&marked, &outcome);
        Done {
            result: RecipientResult { log: marked.log, user_id: marked.user_id, outcome },
            slot,
            bot_throttled_until: match throttled {
                Some(ThrottledBy::Bot(until)) => Some(until),
                Some(ThrottledBy::Chat(_)) | None => None,
            },
        }
    }

    /// Why the message must not be sent now; `None` = send it.
    async fn throttled(&self, chat: Address) -> Option<ThrottledBy> {
        let (app, lease) = (&self.shared.app, self.shared.options.lease);
        let begun = app.now();
        let (bot, priority) = (BotKind::Main, Priority::Broadcast);
        let admitted = self.shared.queue.wait(app, bot, chat, priority, lease / 4);
        let throttled = match self.stop.run_until_cancelled(admitted).await {
            Some(Ok(throttled)) => throttled,
            Some(Err(error)) => {
                tracing::warn!(error = describe(&error), "the sending rate could not be read");
                Some(ThrottledBy::Bot(app.now() + chrono::Duration::seconds(1)))
            }
            // Another process sends it.
            None => Some(ThrottledBy::Bot(app.now())),
        };
        // A process that stood still for this long may have lost its row to another one.
        let half = chrono::Duration::from_std(lease / 2).unwrap_or_default();
        let must_not = self.stop.is_cancelled() || app.now() - begun > half;
        throttled.or_else(|| must_not.then(|| ThrottledBy::Bot(app.now())))
    }
}

fn log(marked: &MarkedRecipient, outcome: &SendOutcome) {
    let id = marked.log;
    match outcome {
        SendOutcome::Sent(_) => tracing::debug!(log.id = %id, "a message was delivered"),
        SendOutcome::Retry { error, counts: false, .. } => {
            tracing::debug!(log.id = %id, error, "a message waits");
        }
        SendOutcome::Blocked(error) => tracing::debug!(log.id = %id, error, "a recipient is gone"),
        SendOutcome::Retry { error, .. }
        | SendOutcome::Failed(error)
        | SendOutcome::BodyRejected(error)
        | SendOutcome::Uncertain(error) => {
            tracing::warn!(log.id = %id, error, "a message was not delivered");
        }
    }
}
