//! Ids that only grow, also across restarts.

use serde::{Deserialize, Serialize};

use crate::clock;

/// 2025-01-01T00:00:00Z; numbers start from the time passed since then.
const EPOCH: i64 = 1_735_689_600;
/// Ids per second of wall clock. Fits `i32` until 2042. A sandbox that restarts without saved state repeats no id if
/// it issued fewer ids a second than this.
const PER_SECOND: i64 = 4;
/// Skipped after a restart with saved state, since the file may be a moment
/// older than the last number given out.
const SLACK: i32 = 10_000;

/// The next free numbers of one bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ids {
    message: i32,
    update: u32,
    unique: u64,
}

impl Ids {
    /// Starts from the machine's clock, wherever the sandbox's was moved to: a
    /// jump of years would use up the numbers.
    pub(crate) fn from_clock() -> Self {
        Self::starting_at(clock::machine())
    }

    /// Starts from a unix time in seconds.
    fn starting_at(now: i64) -> Self {
        let start = (now - EPOCH).max(1) * PER_SECOND;
        Self {
            message: i32::try_from(start).unwrap_or(i32::MAX / 2),
            update: u32::try_from(start).unwrap_or(u32::MAX / 2),
            unique: now.unsigned_abs() << 24,
        }
    }

    /// Goes on after `saved`, and never behind the clock.
    pub(crate) fn after(saved: &Self) -> Self {
        let clock = Self::from_clock();
        Self {
            message: clock.message.max(saved.message.saturating_add(SLACK)),
            update: clock.update.max(saved.update.saturating_add(SLACK.unsigned_abs())),
            unique: clock.unique.max(saved.unique + u64::from(SLACK.unsigned_abs())),
        }
    }

    pub(crate) fn message(&mut self) -> i32 {
        self.message += 1;
        self.message
    }

    pub(crate) fn update(&mut self) -> u32 {
        self.update += 1;
        self.update
    }

    /// Also moves past a number chosen by a test.
    pub(crate) fn update_seen(&mut self, id: u32) {
        self.update = self.update.max(id);
    }

    pub(crate) fn unique(&mut self) -> u64 {
        self.unique += 1;
        self.unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_saved_state_a_later_start_has_greater_numbers() {
        let mut first = Ids::starting_at(EPOCH + 60_000_000);
        let mut later = Ids::starting_at(EPOCH + 60_000_001);
        for _ in 1..PER_SECOND {
            first.message();
            first.update();
        }
        assert!(later.message() > first.message());
        assert!(later.update() > first.update());
        assert!(later.unique() > first.unique());
    }

    #[test]
    fn numbers_fit_their_types_for_years() {
        let in_2040 = Ids::starting_at(2_208_988_800);
        assert!(in_2040.message < i32::MAX / 10 * 9);
    }

    #[test]
    fn a_restart_never_goes_back() {
        let mut ids = Ids::from_clock();
        ids.message += 1_000_000;
        ids.update += 1_000_000;
        let mut again = Ids::after(&ids);
        assert!(again.message() > ids.message);
        assert!(again.update() > ids.update);
        assert!(again.unique > ids.unique);
    }
}
