//! What nobody needs any more is removed, and the database sees what has grown.

use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::App;
use marmelad_core::calendar::Leftover;
use marmelad_core::kernel::PortError;
use tokio_util::sync::CancellationToken;

/// How often.
const EVERY: Duration = Duration::from_mins(10);

pub(super) async fn keep(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if stop.run_until_cancelled(sweep(app)).await.is_none() {
            return;
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}

/// One kind that cannot be removed keeps no other.
async fn sweep(app: &App) {
    tell("telegram_updates", app.system.forget_old_updates().await);
    for leftover in Leftover::ALL {
        tell(leftover.as_str(), app.calendar.sweep(*leftover).await);
    }
    if let Err(error) = app.calendar.refresh_statistics().await {
        let error = describe(&error);
        tracing::warn!(error, "the database's statistics could not be refreshed");
    }
}

fn tell(table: &str, swept: Result<u64, PortError>) {
    match swept {
        Ok(0) => {}
        Ok(rows) => tracing::info!(table, rows, "old rows were removed"),
        Err(error) => {
            let error = describe(&error);
            tracing::warn!(table, error, "old rows could not be removed");
        }
    }
}
