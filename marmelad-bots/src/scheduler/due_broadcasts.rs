//! Scheduled broadcasts begin.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use tokio_util::sync::CancellationToken;

/// How often to look whether one is due.
const EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match app.broadcasts.start_due().await {
            Ok(0) => {}
            Ok(begun) => tracing::info!(begun, "scheduled broadcasts began"),
            Err(error) => {
                tracing::warn!(error = describe(&error), "scheduled broadcasts could not begin");
            }
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}
