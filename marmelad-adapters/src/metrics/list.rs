//! Every metric: its name, kind, labels, and what it says.

use MetricKind::{Counter, Gauge, Histogram};

/// A metric that the processes export.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    /// Counter, gauge or histogram.
    pub kind: MetricKind,
    /// The names of the labels.
    pub labels: &'static [&'static str],
    /// The help text, one sentence.
    pub help: &'static str,
}

/// How a metric behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Only rises, from 0 at the start of the process.
    Counter,
    /// Rises and falls with the measured value.
    Gauge,
    /// Durations in seconds, in buckets.
    Histogram,
}

const fn metric(
    name: &'static str,
    kind: MetricKind,
    labels: &'static [&'static str],
    help: &'static str,
) -> Metric {
    Metric { name, kind, labels, help }
}

pub(super) const HTTP_REQUESTS: &str = "marmelad_http_requests_total";
pub(super) const HTTP_DURATION: &str = "marmelad_http_request_duration_seconds";
pub(super) const UPDATES: &str = "marmelad_updates_total";
pub(super) const UPDATE_DURATION: &str = "marmelad_update_duration_seconds";
pub(super) const WEBHOOKS: &str = "marmelad_webhook_requests_total";
pub(super) const TELEGRAM_CALLS: &str = "marmelad_telegram_calls_total";
pub(super) const TELEGRAM_DURATION: &str = "marmelad_telegram_call_duration_seconds";
pub(super) const DELIVERIES: &str = "marmelad_deliveries_total";
pub(super) const QUEUE_DEPTH: &str = "marmelad_queue_depth";
pub(super) const QUEUE_LAG: &str = "marmelad_queue_lag_seconds";
pub(super) const PAUSES: &str = "marmelad_pauses_total";
pub(super) const PAUSED: &str = "marmelad_paused_seconds";
pub(super) const REDEMPTIONS: &str = "marmelad_redemptions_total";
pub(super) const CODES_ISSUED: &str = "marmelad_codes_issued_total";
pub(super) const CALENDAR_RUNS: &str = "marmelad_calendar_runs_total";
pub(super) const DB_CONNECTIONS: &str = "marmelad_db_connections";
pub(super) const DB_CONNECTIONS_MAX: &str = "marmelad_db_connections_max";
pub(super) const DB_OPERATION: &str = "marmelad_db_operation_duration_seconds";
pub(super) const DB_FAULTS: &str = "marmelad_db_faults_total";
pub(super) const REDIS_UP: &str = "marmelad_redis_up";
pub(super) const REDIS_ERRORS: &str = "marmelad_redis_errors_total";
pub(super) const BUILD_INFO: &str = "marmelad_build_info";

/// Every metric of ours. Those of the process itself (`process_resident_memory_bytes`, `process_open_fds`, …)
/// come from a library and are named as everywhere.
pub const ALL: [Metric; 22] = [
    metric(
        HTTP_REQUESTS,
        Counter,
        &["method", "route", "status"],
        "Requests to the API and the panel that were answered.",
    ),
    metric(HTTP_DURATION, Histogram, &["method", "route"], "How long answering a request took."),
    metric(
        UPDATES,
        Counter,
        &["bot", "outcome"],
        "Updates whose handling ended: handled, put_off (again later) or failed (answered with an apology).",
    ),
    metric(
        UPDATE_DURATION,
        Histogram,
        &["bot"],
        "From beginning to handle an update to its ending being recorded.",
    ),
    metric(
        WEBHOOKS,
        Counter,
        &["bot", "status"],
        "Calls of the webhooks by the HTTP status they were answered with.",
    ),
    metric(
        TELEGRAM_CALLS,
        Counter,
        &["bot", "method", "outcome"],
        "Calls of the Bot API by what came of them.",
    ),
    metric(
        TELEGRAM_DURATION,
        Histogram,
        &["bot", "method"],
        "How long a call of the Bot API took; long polls are left out.",
    ),
    metric(
        DELIVERIES,
        Counter,
        &["kind", "outcome"],
        "Tries to deliver what is no direct reply, by how they ended.",
    ),
    metric(
        QUEUE_DEPTH,
        Gauge,
        &["queue"],
        "Entries of a queue that are not done with; every process reports the same.",
    ),
    metric(
        QUEUE_LAG,
        Gauge,
        &["queue"],
        "For how long the entry of a queue that waits longest has been due.",
    ),
    metric(
        PAUSES,
        Counter,
        &["bot"],
        "How often the deliveries of a bot were paused: Telegram asked to wait (429) or refused the token.",
    ),
    metric(
        PAUSED,
        Gauge,
        &["bot"],
        "How long the deliveries of a bot still have to wait, as far as this process knows.",
    ),
    metric(
        REDEMPTIONS,
        Counter,
        &["source", "outcome"],
        "Attempts to redeem and to undo, by what came of them.",
    ),
    metric(CODES_ISSUED, Counter, &["source"], "Codes issued, by what for."),
    metric(
        CALENDAR_RUNS,
        Counter,
        &["job", "outcome"],
        "Runs of the calendar's daily jobs: done, silenced (dropped for the quiet hours) or failed (gone on with).",
    ),
    metric(
        DB_CONNECTIONS,
        Gauge,
        &["state"],
        "Connections to the database that this process has open.",
    ),
    metric(
        DB_CONNECTIONS_MAX,
        Gauge,
        &[],
        "Connections to the database that this process may open.",
    ),
    metric(
        DB_OPERATION,
        Histogram,
        &["operation", "outcome"],
        "Duration of a port's operation on the database, repetitions included: ok, unavailable, broken or corrupt.",
    ),
    metric(
        DB_FAULTS,
        Counter,
        &["kind"],
        "Transactions that failed for good: unavailable (the database is away or overloaded) or broken (a defect).",
    ),
    metric(
        REDIS_UP,
        Gauge,
        &[],
        "1 while Redis answers, 0 while it does not; absent where none is configured.",
    ),
    metric(REDIS_ERRORS, Counter, &[], "Calls to Redis that failed."),
    metric(
        BUILD_INFO,
        Gauge,
        &["version", "process"],
        "Always 1: which program runs, in which version.",
    ),
];
