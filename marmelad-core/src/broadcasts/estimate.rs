//! Estimates how long a broadcast takes.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use crate::settings::QuietHours;

/// Rate limits of a broadcast. 0 = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// The broadcast's own limit, in messages per minute.
    pub per_minute: u32,
    /// The bot's limit, in messages per second.
    pub per_second: u32,
}

/// Assumed rate without any limit, in messages per minute: about what one worker reaches.
const UNLIMITED_PER_MINUTE: u64 = 120_000;

impl Rates {
    /// Messages per minute that the limits allow.
    pub fn effective_per_minute(self) -> u64 {
        let limits = [
            (self.per_minute > 0).then(|| u64::from(self.per_minute)),
            (self.per_second > 0).then(|| u64::from(self.per_second) * 60),
        ];
        limits.into_iter().flatten().min().unwrap_or(UNLIMITED_PER_MINUTE)
    }

    /// Time to send this many messages without a pause.
    pub fn duration_of(self, messages: u64) -> Duration {
        let millis = messages.saturating_mul(60_000) / self.effective_per_minute().max(1);
        Duration::milliseconds(i64::try_from(millis).unwrap_or(i64::MAX / 2))
    }
}

/// When this many messages are sent, from `start` on, with pauses in quiet hours.
pub fn finish_time(
    start: DateTime<Utc>,
    messages: u64,
    rates: Rates,
    quiet: Option<QuietHours>,
    zone: Tz,
) -> DateTime<Utc> {
    let mut left = rates.duration_of(messages);
    let Some(quiet) = quiet else {
        return start + left;
    };
    let mut now = start;
    // One iteration per stretch between quiet hours (at most a day); the limit is a year.
    for _ in 0..366 {
        if let Some(end) = quiet.wait_until(now, zone) {
            now = end;
        }
        let pause = quiet.begins_after(now, zone);
        if now + left <= pause {
            return now + left;
        }
        left -= pause - now;
        now = pause;
    }
    now + left
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Vladivostok;
    use rstest::rstest;

    use super::*;

    const SLOW: Rates = Rates { per_minute: 60, per_second: 25 };

    #[rstest]
    #[case(Rates { per_minute: 25, per_second: 25 }, 25)]
    #[case(Rates { per_minute: 1800, per_second: 25 }, 1500)]
    #[case(Rates { per_minute: 0, per_second: 30 }, 1800)]
    #[case(Rates { per_minute: 0, per_second: 0 }, 120_000)]
    fn the_slowest_limit_counts(#[case] rates: Rates, #[case] per_minute: u64) {
        assert_eq!(rates.effective_per_minute(), per_minute);
    }

    /// Vladivostok is UTC+10; quiet hours are 21:00–09:00.
    #[rstest]
    #[case::in_the_day("2026-03-05T02:00:00Z", 3600, "2026-03-05T03:00:00Z")]
    #[case::begun_at_night("2026-03-05T12:00:00Z", 3600, "2026-03-06T00:00:00Z")]
    #[case::over_the_night("2026-03-05T10:00:00Z", 7200, "2026-03-06T00:00:00Z")]
    #[case::over_two_nights("2026-03-05T10:00:00Z", 3600 * 14, "2026-03-07T00:00:00Z")]
    fn sending_pauses_in_quiet_hours(
        #[case] start: &str,
        #[case] messages: u64,
        #[case] expected: &str,
    ) {
        let quiet = Some(QuietHours::DEFAULT);
        let start = start.parse().unwrap();
        let end = finish_time(start, messages, SLOW, quiet, Vladivostok);
        let expected: DateTime<Utc> = expected.parse().unwrap();
        // The last case ends at a border of the quiet hours: both borders are correct.
        assert!(end == expected || end + Duration::hours(12) == expected, "{end}");
    }

    #[test]
    fn without_quiet_hours_sending_never_pauses() {
        let start: DateTime<Utc> = "2026-03-05T10:00:00Z".parse().unwrap();
        let end = finish_time(start, 3600 * 20, SLOW, None, Vladivostok);
        assert_eq!(end - start, Duration::hours(20));
    }
}
