//! A clock that goes when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::Clock;

/// For tests: stands still until it is set or advanced. Clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `now`, cut to whole milliseconds.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(AtomicI64::new(now.timestamp_millis())))
    }

    /// Sets it, forwards or back.
    pub fn set(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::SeqCst);
    }

    /// Moves it on; a negative duration moves it back.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_the_time() {
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let other = clock.clone();
        other.advance(Duration::minutes(5));
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH + Duration::minutes(5));
        clock.set(DateTime::UNIX_EPOCH);
        assert_eq!(other.now(), DateTime::UNIX_EPOCH);
    }
}
