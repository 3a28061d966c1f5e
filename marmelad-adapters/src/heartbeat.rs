//! The heartbeat of a process, by which `marmelad-cli doctor` sees what runs, in which zone and version.

use std::time::Duration;

use marmelad_core::system::ProcessReport;
use tokio_util::sync::CancellationToken;

use crate::bootstrap::Running;

/// How often a process reports.
const INTERVAL: Duration = Duration::from_secs(30);

/// How long the report of the end may take.
const LEAVE_TIMEOUT: Duration = Duration::from_millis(500);

/// Reports the process until `stop`, then that it is gone. A failed report is not repeated: the next comes soon.
pub async fn report(running: &Running, name: &str, roles: &str, stop: &CancellationToken) {
    let (app, processes) = (&running.app, &running.ports.processes);
    let process = ProcessReport {
        id: app.system.process_id(std::process::id()),
        name: name.to_owned(),
        roles: roles.to_owned(),
        zone: app.context.zone.name().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: app.now(),
    };
    while !stop.is_cancelled() {
        let reported = processes.report(process.clone(), app.now());
        if let Some(Err(error)) = stop.run_until_cancelled(reported).await {
            tracing::debug!(%error, "the process could not be reported");
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(INTERVAL)).await;
    }
    // Best effort: without it the last report becomes too old.
    let left = tokio::time::timeout(LEAVE_TIMEOUT, processes.leave(&process.id)).await;
    if !matches!(left, Ok(Ok(()))) {
        tracing::debug!("the end of the process could not be reported");
    }
}
