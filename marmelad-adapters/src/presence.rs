//! A process reports itself, so that `marmelad-cli doctor` can see who runs, in which zone and version.

use std::time::Duration;

use marmelad_core::system::ProcessReport;
use tokio_util::sync::CancellationToken;

use crate::bootstrap::Running;

/// How often.
const EVERY: Duration = Duration::from_secs(30);

/// How long the last report may take.
const LEAVE_PATIENCE: Duration = Duration::from_millis(500);

/// Who has not reported for so long is not there any more: two reports may get lost.
pub const GONE_AFTER: chrono::Duration = chrono::Duration::seconds(100);

/// Reports the process until told to stop, then that it is gone. What does not get through is not tried
/// again: the next report comes soon.
pub async fn report(running: &Running, name: &str, roles: &str, stop: &CancellationToken) {
    let ports = &running.app.ports;
    let process = ProcessReport {
        id: format!(
            "{}:{}",
            std::process::id(),
            hex::encode(&ports.entropy.draw()[..8])
        ),
        name: name.to_owned(),
        roles: roles.to_owned(),
        zone: running.app.context.zone.name().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: running.app.now(),
    };
    while !stop.is_cancelled() {
        let reported = ports.processes.report(process.clone(), running.app.now());
        if let Some(Err(error)) = stop.run_until_cancelled(reported).await {
            tracing::debug!(%error, "the process could not be reported");
        }
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
    // Nobody waits for it: the report ages by itself.
    let left = tokio::time::timeout(LEAVE_PATIENCE, ports.processes.leave(&process.id)).await;
    if !matches!(left, Ok(Ok(()))) {
        tracing::debug!("the end of the process could not be reported");
    }
}
