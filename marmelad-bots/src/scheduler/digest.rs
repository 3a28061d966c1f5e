//! The owners' morning digest.

use marmelad_core::App;
use marmelad_core::system::CalendarJob;
use tokio_util::sync::CancellationToken;

use super::daily;

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    let run = || app.calendar.send_digest();
    daily::keep(app, stop, CalendarJob::Digest, run, |owners| {
        tracing::info!(owners, "the morning digest is on its way");
    })
    .await;
}
