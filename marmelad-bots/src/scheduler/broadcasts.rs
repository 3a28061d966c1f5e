//! Scheduled broadcasts begin.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use tokio_util::sync::CancellationToken;
use marmelad_core::App;

/// How often it is looked whether one is due.
const EVERY: Duration = Duration::from_secs(1);

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match app.start_due_broadcasts().await {
            Ok(0) => {}
            Ok(begun) => tracing::info!(begun, "scheduled broadcasts began"),
            Err(error) => {
                let error = describe(&error);
                tracing::warn!(error, "scheduled broadcasts could not be begun");
            }
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}
