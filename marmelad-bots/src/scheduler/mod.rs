//! What is done by the calendar. So far: old updates are forgotten.

use std::time::Duration;

use marmelad_core::App;
use tokio_util::sync::CancellationToken;

/// How often the calendar is looked at.
const EVERY: Duration = Duration::from_mins(10);

/// Works through the calendar until told to stop. Any number of processes may: each job can be done
/// twice without harm.
pub async fn keep(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match app.forget_old_updates().await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old updates were forgotten"),
            Err(error) => tracing::warn!(%error, "old updates could not be forgotten"),
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}
