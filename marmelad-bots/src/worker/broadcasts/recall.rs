//! A broadcast's messages are taken back.

use std::time::Duration;

use futures::StreamExt;
use marmelad_adapters::telemetry::describe;
use marmelad_core::broadcasts::{ClaimedRecall, RecallStatus};
use marmelad_core::delivery::DeliveryTurn;
use marmelad_core::kernel::{BotKind, BroadcastId, BroadcastLogId, PortError};

use super::Shared;
use crate::worker::Class;

/// Messages taken back at once.
const AT_ONCE: usize = 8;
/// Messages claimed at a time: about what goes within a lease, at Telegram's pace.
const BATCH: u32 = 100;
/// Codes revoked in one transaction.
const CODES_AT_ONCE: u32 = 1_000;
/// How long to wait when it does not get on.
const PAUSE: Duration = Duration::from_secs(1);

/// Goes on until every message was tried, or the process is told to stop.
pub(super) async fn take_back(shared: &Shared, id: BroadcastId) {
    while !shared.stop.is_cancelled() {
        match portion(shared, id).await {
            Ok(Portion::All) => return,
            Ok(Portion::Some) => {}
            Ok(Portion::Nothing) => {
                let _ = shared
                    .stop
                    .run_until_cancelled(tokio::time::sleep(PAUSE))
                    .await;
            }
            Err(error) => {
                tracing::warn!(
                    error = describe(&error),
                    "a recall does not get on; trying again"
                );
                let _ = shared
                    .stop
                    .run_until_cancelled(tokio::time::sleep(PAUSE))
                    .await;
            }
        }
    }
}

enum Portion {
    /// Nobody is left to be tried.
    All,
    /// Some were taken back.
    Some,
    /// Not now.
    Nothing,
}

async fn portion(shared: &Shared, id: BroadcastId) -> Result<Portion, PortError> {
    let app = &shared.app;
    let lease =
        chrono::Duration::from_std(shared.options.lease).unwrap_or(chrono::Duration::seconds(30));
    if app
        .broadcasts
        .revoke_recalled_codes(id, CODES_AT_ONCE)
        .await?
    {
        return Ok(Portion::Some);
    }
    let claim_id = format!("{}:r{id}", shared.options.owner);
    let claimed = app
        .broadcasts
        .claim_recalls(id, &claim_id, BATCH, lease)
        .await?;
    if claimed.is_empty() {
        let left = app.broadcasts.to_recall().await?;
        let is_open = left.iter().any(|broadcast| broadcast.id == id);
        return Ok(if is_open {
            Portion::Nothing
        } else {
            Portion::All
        });
    }
    let tried = futures::stream::iter(claimed).map(|message| try_one(shared, message));
    let tried: Vec<_> = tried.buffer_unordered(AT_ONCE).collect().await;
    let results: Vec<_> = tried.into_iter().flatten().collect();
    if results.is_empty() {
        return Ok(Portion::Nothing);
    }
    app.broadcasts
        .record_recalls(id, &claim_id, results)
        .await?;
    Ok(Portion::Some)
}

/// `None`: not now; its claim runs out and it is tried again.
async fn try_one(
    shared: &Shared,
    message: ClaimedRecall,
) -> Option<(BroadcastLogId, RecallStatus)> {
    let (app, patience) = (&shared.app, shared.options.lease / 4);
    let turn = shared
        .turns
        .wait(app, BotKind::Main, message.chat, Class::Bulk, patience);
    match turn.await {
        Ok(DeliveryTurn::Now) => match app.broadcasts.take_back(&message).await {
            Ok(status) => Some((message.log, status)),
            Err(error) => {
                tracing::warn!(log.id = %message.log, %error, "a message was not taken back; trying again");
                None
            }
        },
        _ => None,
    }
}
