//! One message of a broadcast on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{
    BroadcastService, MarkedRecipient, PreparedContent, RecipientResult, SendOutcome,
};
use marmelad_core::delivery::Holdup;
use marmelad_core::kernel::{BotKind, TelegramId};
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio_util::sync::CancellationToken;

use super::Shared;
use crate::worker::Class;

/// Telegram may take so long over bytes.
pub(super) const UPLOAD_PATIENCE: Duration = Duration::from_secs(130);
/// The rest of a lease with an upload in it, for recording how it ended.
const RECORD_PATIENCE: Duration = Duration::from_secs(30);

/// How one ended. The place is given back when that is recorded.
pub(super) struct Done {
    pub(super) result: RecipientResult,
    pub(super) place: OwnedSemaphorePermit,
    /// Until when nothing of the bot's may go out, where that is why this did not.
    pub(super) bot_waits: Option<DateTime<Utc>>,
}

/// The messages of one run that are marked and wait for their turn. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Ahead {
    waiting: Arc<AtomicUsize>,
    /// Told when one waits no longer.
    pub(super) left: Arc<Notify>,
}

impl Ahead {
    /// One more, until what this answers is dropped.
    pub(super) fn join(&self) -> Waiting {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Waiting(self.clone())
    }

    /// How many wait.
    pub(super) fn count(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

/// One that waits for its turn.
#[derive(Debug)]
pub(super) struct Waiting(Ahead);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
        self.0.left.notify_one();
    }
}

/// How long the answers to these messages are waited for, by the ledger.
pub(super) fn lease(shared: &Shared, content: &PreparedContent) -> Duration {
    if content.sends_bytes() {
        shared.options.lease.max(UPLOAD_PATIENCE + RECORD_PATIENCE)
    } else {
        shared.options.lease
    }
}

/// How a message is sent.
pub(super) struct Sending {
    pub(super) shared: Shared,
    /// Whoever waits for a turn goes back when this is told.
    pub(super) stop: CancellationToken,
    pub(super) content: Arc<PreparedContent>,
    /// Whether this one was marked to bring Telegram the file.
    pub(super) carries_bytes: bool,
}

impl Sending {
    /// Sends when the bot's turn comes within a quarter of the lease: the rest is for the call and for recording it.
    pub(super) async fn send(
        self,
        marked: MarkedRecipient,
        place: OwnedSemaphorePermit,
        ahead: Waiting,
    ) -> Done {
        let holdup = self.holdup(marked.recipient.chat).await;
        drop(ahead);
        let app = &self.shared.app;
        let bot_waits = match holdup {
            Some(Holdup::Bot(at)) => Some(at),
            Some(Holdup::Chat(_)) | None => None,
        };
        let outcome = match holdup {
            Some(Holdup::Bot(at) | Holdup::Chat(at)) => app.broadcasts.untried(at),
            None => {
                let patience = if self.carries_bytes {
                    UPLOAD_PATIENCE
                } else {
                    self.shared.options.lease / 2
                };
                let sending =
                    app.broadcasts
                        .send_to_recipient(&self.content, &marked, self.carries_bytes);
                let answer = tokio::time::timeout(patience, sending).await;
                answer.unwrap_or_else(|_| BroadcastService::unanswered())
            }
        };
        log(&marked, &outcome);
        Done {
            result: RecipientResult {
                log: marked.log,
                user_id: marked.user_id,
                outcome,
            },
            place,
            bot_waits,
        }
    }

    /// Why the message must not go out now; `None` = its turn has come.
    async fn holdup(&self, chat: TelegramId) -> Option<Holdup> {
        let (app, lease) = (&self.shared.app, self.shared.options.lease);
        let begun = app.now();
        let turns = &self.shared.turns;
        let turn = turns.holdup(app, BotKind::Main, chat, Class::Bulk, lease / 4);
        let holdup = match self.stop.run_until_cancelled(turn).await {
            Some(Ok(holdup)) => holdup,
            Some(Err(error)) => {
                let error = describe(&error);
                tracing::warn!(error, "the pace of sending could not be asked for");
                Some(Holdup::Bot(app.now() + chrono::Duration::seconds(1)))
            }
            // Told to stop: somebody else sends it.
            None => Some(Holdup::Bot(app.now())),
        };
        // A process that stood still for so long may have been given up for dead, and its row with it.
        let half = chrono::Duration::from_std(lease / 2).unwrap_or_default();
        let must_not = self.stop.is_cancelled() || app.now() - begun > half;
        holdup.or_else(|| must_not.then(|| Holdup::Bot(app.now())))
    }
}

fn log(marked: &MarkedRecipient, outcome: &SendOutcome) {
    let id = marked.log;
    match outcome {
        SendOutcome::Sent(_) => tracing::debug!(log.id = %id, "a message was delivered"),
        SendOutcome::Retry {
            error,
            counts: false,
            ..
        } => {
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
