//! Removes old rows and refreshes the database's statistics.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::calendar::Leftover;
use marmelad_core::kernel::PortError;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_mins(10);

pub(super) async fn run(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if stop.run_until_cancelled(sweep(app)).await.is_none() {
            return;
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}

/// A table whose rows cannot be removed does not keep the others from it.
async fn sweep(app: &App) {
    log("telegram_updates", app.calendar.forget_old_updates().await);
    for leftover in Leftover::ALL {
        log(leftover.as_str(), app.calendar.sweep(*leftover).await);
    }
    if let Err(error) = app.calendar.refresh_statistics().await {
        tracing::warn!(
            error = describe(&error),
            "the database's statistics could not be refreshed"
        );
    }
}

fn log(table: &str, swept: Result<u64, PortError>) {
    match swept {
        Ok(0) => {}
        Ok(rows) => tracing::info!(table, rows, "old rows were removed"),
        Err(error) => {
            tracing::warn!(table, error = describe(&error), "old rows could not be removed");
        }
    }
}
