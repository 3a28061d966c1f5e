//! The wall clock.

use chrono::{DateTime, Utc};
use marmelad_core::kernel::{Clock, zone};

/// The machine's clock, in UTC, cut to whole milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is to use"
    )]
    fn now(&self) -> DateTime<Utc> {
        zone::to_millis(Utc::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_whole_milliseconds() {
        let now = SystemClock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1_000_000, 0);
        assert!(now.timestamp() > 1_700_000_000);
    }
}
