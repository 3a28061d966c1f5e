//! Metrics for Prometheus.
//!
//! [`ALL`] is the list of every metric: `docs/OPERATIONS.md` explains each, the dashboard draws them, and tests
//! hold the three together. Recording costs a few nanoseconds where nobody listens (`METRICS_ADDR` empty).
//!
//! To add one: a row in `list`, a function here that records it, a row in `docs/OPERATIONS.md`. Labels take words from
//! small closed sets, never ids, names or codes.

mod exporter;
mod list;

use std::time::Duration;

use marmelad_core::broadcasts::SendOutcome;
use marmelad_core::delivery::SendError;
use marmelad_core::kernel::{BotKind, PortError};
use marmelad_core::notifications::NotificationResult;
use marmelad_core::system::CalendarJob;
use metrics::{counter, gauge, histogram};

use list::{
    BUILD_INFO, CALENDAR_RUNS, CODES_ISSUED, DB_CONNECTIONS, DB_CONNECTIONS_MAX, DB_FAULTS,
    DB_OPERATION, DELIVERIES, HTTP_DURATION, HTTP_REQUESTS, PAUSED, PAUSES, QUEUE_DEPTH, QUEUE_LAG,
    REDEMPTIONS, REDIS_ERRORS, REDIS_UP, TELEGRAM_CALLS, TELEGRAM_DURATION, UPDATE_DURATION,
    UPDATES, WEBHOOKS,
};

pub use exporter::{MetricsError, serve};
pub use list::{ALL, Metric, MetricKind};

/// How the handling of an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateEnding {
    /// The update was handled and answered.
    Handled,
    /// Another attempt follows later.
    PutOff,
    /// Handling failed; the person got an apology.
    Failed,
}

impl UpdateEnding {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::PutOff => "put_off",
            Self::Failed => "failed",
        }
    }
}

/// A request was answered. `route` is the address's template, never the address.
pub fn http_answered(method: &str, route: &str, status: u16, took: Duration) {
    let (method, route) = (method.to_owned(), route.to_owned());
    counter!(HTTP_REQUESTS, "method" => method.clone(), "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!(HTTP_DURATION, "method" => method, "route" => route).record(took);
}

/// The handling of an update ended.
pub fn update_ended(bot: BotKind, ending: UpdateEnding, took: Duration) {
    counter!(UPDATES, "bot" => bot.as_str(), "outcome" => ending.as_str()).increment(1);
    histogram!(UPDATE_DURATION, "bot" => bot.as_str()).record(took);
}

/// A webhook was called and answered.
pub fn webhook_answered(bot: BotKind, status: u16) {
    counter!(WEBHOOKS, "bot" => bot.as_str(), "status" => status.to_string()).increment(1);
}

/// The Bot API was called.
pub fn telegram_called<T>(
    bot: BotKind,
    method: &'static str,
    answer: &Result<T, SendError>,
    took: Duration,
) {
    let outcome = match answer {
        Ok(_) => "ok",
        Err(SendError::RetryAfter(_)) => "retry_after",
        Err(SendError::Blocked(_)) => "blocked",
        Err(SendError::BodyRejected(_) | SendError::FileRejected(_)) => "body_rejected",
        Err(SendError::Rejected(_)) => "rejected",
        Err(SendError::NotSent(_)) => "not_sent",
        Err(SendError::Unauthorized) => "unauthorized",
        Err(SendError::Unknown(_)) => "unknown",
    };
    counter!(TELEGRAM_CALLS, "bot" => bot.as_str(), "method" => method, "outcome" => outcome)
        .increment(1);
    if method != "GetUpdates" {
        histogram!(TELEGRAM_DURATION, "bot" => bot.as_str(), "method" => method).record(took);
    }
}

/// An attempt to send a notification ended, and its result is recorded.
pub(crate) fn notification_tried(result: &NotificationResult) {
    let outcome = match result {
        NotificationResult::Sent(_) => "sent",
        NotificationResult::Retry { .. } => "retry",
        NotificationResult::Failed(_) => "failed",
        NotificationResult::Blocked(_) => "blocked",
    };
    counter!(DELIVERIES, "kind" => "notification", "outcome" => outcome).increment(1);
}

/// An attempt to send a broadcast to one recipient ended, and its result is recorded.
pub fn broadcast_tried(outcome: &SendOutcome) {
    let outcome = match outcome {
        SendOutcome::Sent(_) => "sent",
        SendOutcome::Blocked(_) => "blocked",
        SendOutcome::Failed(_) => "failed",
        SendOutcome::BodyRejected(_) => "body_rejected",
        SendOutcome::Uncertain(_) => "uncertain",
        SendOutcome::Retry { .. } => "retry",
    };
    counter!(DELIVERIES, "kind" => "broadcast", "outcome" => outcome).increment(1);
}

/// Notifications were dropped: too late, unwanted or about a spent discount.
pub fn notifications_dropped(count: u64) {
    counter!(DELIVERIES, "kind" => "notification", "outcome" => "dropped").increment(count);
}

/// The backlog of a queue. NaN when unknown, because an old value would look current.
pub(crate) fn queue(name: &'static str, depth: f64, lag: f64) {
    gauge!(QUEUE_DEPTH, "queue" => name).set(depth);
    gauge!(QUEUE_LAG, "queue" => name).set(lag);
}

/// Telegram asked a bot's deliveries to wait, or refused its token.
pub(crate) fn deliveries_paused(bot: BotKind) {
    counter!(PAUSES, "bot" => bot.as_str()).increment(1);
}

/// How long the deliveries of a bot stay paused.
pub(crate) fn deliveries_wait(bot: BotKind, left: Duration) {
    gauge!(PAUSED, "bot" => bot.as_str()).set(left.as_secs_f64());
}

pub(crate) fn redemption(source: &'static str, outcome: &'static str) {
    counter!(REDEMPTIONS, "source" => source, "outcome" => outcome).increment(1);
}

pub(crate) fn codes_issued(source: &'static str, count: u64) {
    counter!(CODES_ISSUED, "source" => source).increment(count);
}

pub(crate) fn db_connections(used: u32, idle: u32, max: u32) {
    gauge!(DB_CONNECTIONS, "state" => "used").set(used);
    gauge!(DB_CONNECTIONS, "state" => "idle").set(idle);
    gauge!(DB_CONNECTIONS_MAX).set(max);
}

/// A port's operation on the database ended; `took` includes repetitions.
pub(crate) fn db_operation<T>(
    operation: &'static str,
    result: &Result<T, PortError>,
    took: Duration,
) {
    let outcome = match result {
        Ok(_) => "ok",
        Err(PortError::Unavailable { .. }) => "unavailable",
        Err(PortError::Corrupt { .. }) => "corrupt",
        Err(PortError::Broken { .. }) => "broken",
    };
    histogram!(DB_OPERATION, "operation" => operation, "outcome" => outcome).record(took);
}

pub(crate) fn db_failed(kind: &'static str) {
    counter!(DB_FAULTS, "kind" => kind).increment(1);
}

pub(crate) fn redis_up(is_up: bool) {
    gauge!(REDIS_UP).set(f64::from(u8::from(is_up)));
}

pub(crate) fn redis_failed() {
    counter!(REDIS_ERRORS).increment(1);
}

/// Counters whose first event should alarm somebody begin at 0, so that they are seen to rise.
fn begin_at_zero() {
    for kind in ["unavailable", "broken"] {
        counter!(DB_FAULTS, "kind" => kind).increment(0);
    }
    for bot in BotKind::ALL {
        counter!(PAUSES, "bot" => bot.as_str()).increment(0);
        for ending in ["handled", "put_off", "failed"] {
            counter!(UPDATES, "bot" => bot.as_str(), "outcome" => ending).increment(0);
        }
        for outcome in ["unauthorized", "not_sent", "unknown"] {
            counter!(TELEGRAM_CALLS, "bot" => bot.as_str(), "method" => "SendMessage", "outcome" => outcome)
                .increment(0);
        }
    }
    for outcome in ["sent", "retry", "failed", "blocked", "dropped"] {
        counter!(DELIVERIES, "kind" => "notification", "outcome" => outcome).increment(0);
    }
    for source in ["bot", "api"] {
        counter!(REDEMPTIONS, "source" => source, "outcome" => "success").increment(0);
    }
    counter!(REDIS_ERRORS).increment(0);
    for job in CalendarJob::ALL {
        for ending in JobEnding::ALL {
            counter!(CALENDAR_RUNS, "job" => job.as_str(), "outcome" => ending.as_str())
                .increment(0);
        }
    }
}

/// How a run of a calendar job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnding {
    /// The job is done for the day.
    Done,
    /// The job is dropped for the day, because quiet hours last until its end.
    Silenced,
    /// The run failed; the job continues with the next one.
    Failed,
}

impl JobEnding {
    const ALL: [Self; 3] = [Self::Done, Self::Silenced, Self::Failed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Silenced => "silenced",
            Self::Failed => "failed",
        }
    }
}

/// A run of a calendar job ended.
pub fn job_ended(job: CalendarJob, ending: JobEnding) {
    counter!(CALENDAR_RUNS, "job" => job.as_str(), "outcome" => ending.as_str()).increment(1);
}

fn build_info(process: &'static str) {
    gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION"), "process" => process).set(1);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn file(path: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        std::fs::read_to_string(root.join(path)).unwrap()
    }

    /// Words that look like a metric of ours, without what Prometheus adds to histograms.
    fn metrics_in(text: &str) -> BTreeSet<String> {
        let words = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'));
        words
            .filter(|word| word.starts_with("marmelad_"))
            .map(|word| {
                let endings = ["_bucket", "_sum", "_count"];
                let bare = endings.iter().find_map(|ending| word.strip_suffix(ending));
                bare.unwrap_or(word).to_owned()
            })
            .collect()
    }

    #[test]
    fn every_metric_is_explained_to_operators() {
        let explained = metrics_in(&file("docs/OPERATIONS.md"));
        for metric in ALL {
            assert!(explained.contains(metric.name), "{}", metric.name);
        }
    }

    #[test]
    fn dashboard_and_alerts_use_metrics_that_exist() {
        let known: BTreeSet<String> = ALL.iter().map(|metric| metric.name.to_owned()).collect();
        for path in ["deploy/grafana/marmelad.json", "deploy/prometheus/alerts.yml"] {
            let used = metrics_in(&file(path));
            let strange: Vec<_> = used.difference(&known).collect();
            assert!(strange.is_empty(), "{path}: {strange:?}");
            assert!(!used.is_empty(), "{path} uses none");
        }
        let drawn = metrics_in(&file("deploy/grafana/marmelad.json"));
        let forgotten: Vec<_> = known.difference(&drawn).collect();
        assert!(forgotten.is_empty(), "not on the dashboard: {forgotten:?}");
    }

    #[test]
    fn names_follow_the_customs() {
        for metric in ALL {
            let ends = |ending: &str| metric.name.ends_with(ending);
            match metric.kind {
                MetricKind::Counter => assert!(ends("_total"), "{}", metric.name),
                MetricKind::Histogram => assert!(ends("_seconds"), "{}", metric.name),
                MetricKind::Gauge => assert!(!ends("_total"), "{}", metric.name),
            }
        }
    }
}
