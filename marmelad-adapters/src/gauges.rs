//! Gauges that no event sets: connections, Redis, queues, pauses.

use std::time::Duration;

use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::PortError;
use tokio_util::sync::CancellationToken;

use crate::bootstrap::Running;
use crate::metrics;

/// How often the gauges are set.
const EVERY: Duration = Duration::from_secs(5);

/// Sets the gauges every five seconds until told to stop; those of the queues only if `queues` is set.
pub async fn update_gauges(running: &Running, queues: bool, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        let _ = stop.run_until_cancelled(update_once(running, queues)).await;
        let _ = stop.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}

async fn update_once(running: &Running, queues: bool) {
    let connections = running.store.connections();
    metrics::db_connections(connections.used, connections.idle, connections.max);
    running.rate_limiter.show_pauses(running.app.now());
    let ports = &running.ports;
    for helper in ports.health.helpers().await {
        if helper.name == "redis" {
            metrics::redis_up(helper.answer.is_ok());
        }
    }
    if queues {
        let now = running.app.now();
        show(running, "updates", &ports.inbox.backlog().await);
        show(running, "notifications", &ports.outbox.backlog(now).await);
        show(running, "broadcasts", &ports.delivery_log.backlog().await);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a picture, not an account")]
fn show(running: &Running, queue: &'static str, backlog: &Result<Backlog, PortError>) {
    let (depth, lag) = backlog.as_ref().map_or((f64::NAN, f64::NAN), |backlog| {
        let lag = backlog.lag(running.app.now()).to_std().unwrap_or_default();
        (backlog.depth as f64, lag.as_secs_f64())
    });
    metrics::queue(queue, depth, lag);
}
