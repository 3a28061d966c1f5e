//! `/metrics` on `METRICS_ADDR`.

use std::net::SocketAddr;
use std::time::Duration;

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder};
use metrics_process::Collector;

use super::{ALL, MetricKind, begin_at_zero, build_info};

/// How often the process looks at itself.
const EVERY: Duration = Duration::from_secs(5);

/// Upper bounds of the buckets, in seconds: a cashier's answer takes milliseconds, a slow Telegram seconds.
const BUCKETS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Metrics cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("cannot serve metrics on METRICS_ADDR={address}")]
pub struct MetricsError {
    address: SocketAddr,
    #[source]
    source: BuildError,
}

/// Serves `/metrics` (and `/health`) at the address until the process ends. Where metrics are kept already (several
/// parts in one process) they stay as they are. Call it within the runtime.
pub fn serve(address: SocketAddr, process: &'static str) -> Result<(), MetricsError> {
    let failed = |source| MetricsError { address, source };
    let seconds = Matcher::Suffix("_seconds".to_owned());
    let (recorder, exporter) = PrometheusBuilder::new()
        .with_http_listener(address)
        .set_buckets_for_metric(seconds, &BUCKETS)
        .and_then(PrometheusBuilder::build)
        .map_err(failed)?;
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("metrics are kept already");
        return Ok(());
    }
    tokio::spawn(exporter);
    describe();
    build_info(process);
    begin_at_zero();
    let itself = Collector::default();
    itself.describe();
    tokio::spawn(async move {
        loop {
            itself.collect();
            handle.run_upkeep();
            tokio::time::sleep(EVERY).await;
        }
    });
    tracing::info!(%address, "metrics are served");
    Ok(())
}

fn describe() {
    for metric in ALL {
        match metric.kind {
            MetricKind::Counter => describe_counter!(metric.name, metric.help),
            MetricKind::Gauge => describe_gauge!(metric.name, metric.help),
            MetricKind::Histogram => describe_histogram!(metric.name, metric.help),
        }
    }
}
