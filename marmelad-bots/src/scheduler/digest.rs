//! The owners' morning digest.

use marmelad_core::App;
use marmelad_core::domain::calendar::CalendarJob;
use tokio_util::sync::CancellationToken;

use super::daily;

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    let run = || app.send_digest();
    daily::keep(app, stop, CalendarJob::Digest, run, |owners| {
        tracing::info!(owners, "the morning digest is on its way");
    })
    .await;
}
