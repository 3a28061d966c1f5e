//! The wait before the next try of a delivery.

use chrono::Duration;

/// 1, 5, 25, 125 seconds, spread a little by the row's id so that a crowd does not come back at once.
pub(crate) fn backoff(attempts: u32, row: i64) -> Duration {
    Duration::seconds(5_i64.pow(attempts.min(3))) + Duration::milliseconds(row % 500)
}
