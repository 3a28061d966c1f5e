//! Deletes the messages of a recalled broadcast.

use std::time::Duration;

use futures::StreamExt;
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{ClaimedRecall, RecallStatus};
use marmelad_core::kernel::{BotKind, BroadcastId, BroadcastLogId, PortError};

use super::Shared;
use crate::worker::Priority;

/// The most messages that are being deleted at once.
const AT_ONCE: usize = 8;
/// Messages claimed at a time: about as many as can be deleted within a lease at Telegram's rate.
const BATCH: u32 = 100;
/// Codes revoked in one transaction.
const CODES_AT_ONCE: u32 = 1_000;
/// How long to wait when nothing could be deleted.
const PAUSE: Duration = Duration::from_secs(1);

/// Goes on until every message was tried, or the process stops.
pub(super) async fn take_back(shared: &Shared, id: BroadcastId) {
    while !shared.stop.is_cancelled() {
        match delete_batch(shared, id).await {
            Ok(Batch::Finished) => return,
            Ok(Batch::Tried) => continue,
            Ok(Batch::Nothing) => {}
            Err(error) => {
                tracing::warn!(error = describe(&error), "a recall does not get on; trying again");
            }
        }
        let _ = shared.stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
    }
}

enum Batch {
    /// No message is left.
    Finished,
    /// Some messages were tried.
    Tried,
    /// None could be tried now.
    Nothing,
}

async fn delete_batch(shared: &Shared, id: BroadcastId) -> Result<Batch, PortError> {
    let app = &shared.app;
    let lease =
        chrono::Duration::from_std(shared.options.lease).unwrap_or(chrono::Duration::seconds(30));
    if app.broadcasts.revoke_recalled_codes(id, CODES_AT_ONCE).await? {
        return Ok(Batch::Tried);
    }
    let claim_id = format!("{}:r{id}", shared.options.owner);
    let claimed = app.broadcasts.claim_recalls(id, &claim_id, BATCH, lease).await?;
    if claimed.is_empty() {
        let left = app.broadcasts.to_recall().await?;
        let is_open = left.iter().any(|broadcast| broadcast.id == id);
        return Ok(if is_open { Batch::Nothing } else { Batch::Finished });
    }
    let tried = futures::stream::iter(claimed).map(|message| try_one(shared, message));
    let tried: Vec<_> = tried.buffer_unordered(AT_ONCE).collect().await;
    let results: Vec<_> = tried.into_iter().flatten().collect();
    if results.is_empty() {
        return Ok(Batch::Nothing);
    }
    app.broadcasts.record_recalls(id, &claim_id, results).await?;
    Ok(Batch::Tried)
}

/// `None`: it could not be tried now; its claim runs out and it is tried again.
async fn try_one(
    shared: &Shared,
    message: ClaimedRecall,
) -> Option<(BroadcastLogId, RecallStatus)> {
    let (app, patience) = (&shared.app, shared.options.lease / 4);
    let (bot, priority) = (BotKind::Main, Priority::Broadcast);
    let admitted = shared.queue.wait(app, bot, message.chat, priority, patience);
    let Ok(None) = admitted.await else {
        return None;
    };
    match app.broadcasts.take_back(&message).await {
        Ok(status) => Some((message.log, status)),
        Err(error) => {
            tracing::warn!(log.id = %message.log, %error, "a message was not taken back; trying again");
            None
        }
    }
}
