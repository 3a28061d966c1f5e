//! Every metric: its name, kind, and what it says.

/// A metric that the processes export.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    /// Counter, gauge or histogram.
    pub kind: MetricKind,
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

/// One constant with the name of each metric, and the list of them all.
macro_rules! metrics {
    ($($constant:ident = $kind:ident $name:literal, $help:literal;)+) => {
        $(pub(super) const $constant: &str = $name;)+

        /// Every metric of ours. Those of the process itself (`process_resident_memory_bytes`, `process_open_fds`, …)
        /// come from a library and are named as everywhere.
        pub const ALL: &[Metric] =
            &[$(Metric { name: $name, kind: MetricKind::$kind, help: $help }),+];
    };
}

metrics! {
    HTTP_REQUESTS = Counter "marmelad_http_requests_total", "Requests to the API and the panel that were answered.";
    HTTP_DURATION = Histogram "marmelad_http_request_duration_seconds", "How long answering a request took.";
    UPDATES = Counter "marmelad_updates_total",
        "Updates whose handling ended: handled, put_off (again later) or failed (answered with an apology).";
    UPDATE_DURATION = Histogram "marmelad_update_duration_seconds",
        "From beginning to handle an update to its ending being recorded.";
    WEBHOOKS = Counter "marmelad_webhook_requests_total",
        "Calls of the webhooks by the HTTP status they were answered with.";
    TELEGRAM_CALLS = Counter "marmelad_telegram_calls_total", "Calls of the Bot API by what came of them.";
    TELEGRAM_DURATION = Histogram "marmelad_telegram_call_duration_seconds",
        "How long a call of the Bot API took; long polls are left out.";
    DELIVERIES = Counter "marmelad_deliveries_total", "Tries to deliver what is no direct reply, by how they ended.";
    QUEUE_DEPTH = Gauge "marmelad_queue_depth",
        "Entries of a queue that are not done with; every process reports the same.";
    QUEUE_LAG = Gauge "marmelad_queue_lag_seconds",
        "For how long the entry of a queue that waits longest has been due.";
    PAUSES = Counter "marmelad_pauses_total",
        "How often the deliveries of a bot were paused: Telegram asked to wait (429) or refused the token.";
    PAUSED = Gauge "marmelad_paused_seconds",
        "How long the deliveries of a bot still have to wait, as far as this process knows.";
    REDEMPTIONS = Counter "marmelad_redemptions_total", "Attempts to redeem and to undo, by what came of them.";
    CODES_ISSUED = Counter "marmelad_codes_issued_total", "Codes issued, by what for.";
    CALENDAR_RUNS = Counter "marmelad_calendar_runs_total",
        "Runs of the calendar's daily jobs: done, silenced (dropped for the quiet hours) or failed (gone on with).";
    DB_CONNECTIONS = Gauge "marmelad_db_connections", "Connections to the database that this process has open.";
    DB_CONNECTIONS_MAX = Gauge "marmelad_db_connections_max", "Connections to the database that this process may open.";
    DB_OPERATION = Histogram "marmelad_db_operation_duration_seconds",
        "Duration of a port's operation on the database, repetitions included: ok, unavailable, broken or corrupt.";
    DB_FAULTS = Counter "marmelad_db_faults_total",
        "Transactions that failed for good: unavailable (the database is away or overloaded) or broken (a defect).";
    REDIS_UP = Gauge "marmelad_redis_up",
        "1 while Redis answers, 0 while it does not; absent where none is configured.";
    REDIS_ERRORS = Counter "marmelad_redis_errors_total", "Calls to Redis that failed.";
    BUILD_INFO = Gauge "marmelad_build_info", "Always 1: which program runs, in which version.";
}
