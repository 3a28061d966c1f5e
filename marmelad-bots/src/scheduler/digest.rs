//! The owners' morning digest.

use tokio_util::sync::CancellationToken;
use marmelad_core::App;
use marmelad_core::system::CalendarJob;

use super::daily;

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    let run = || app.send_digest();
    daily::keep(app, stop, CalendarJob::Digest, run, |owners| {
        tracing::info!(owners, "the morning digest is on its way");
    })
    .await;
}
