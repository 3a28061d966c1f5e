//! Numbers that only grow, over restarts too.

use serde::{Deserialize, Serialize};

use crate::clock;

/// 2025-01-01T00:00:00Z; numbers start from the time passed since then.
const EPOCH: i64 = 1_735_689_600;
/// Numbers per second of wall clock: fits `i32` until 2042, and a sandbox
/// that made fewer a second than this never repeats one after a restart
/// without saved state.
const PER_SECOND: i64 = 4;
/// Skipped after a restart with saved state, since the file may be a moment
/// older than the last number given out.
const SLACK: i32 = 10_000;

/// The next free numbers of one bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ids {
    message: i32,
    update: u32,
    callback: u64,
}

impl Ids {
    /// Starts from the clock.
    pub(crate) fn from_clock() -> Self {
        let start = (clock::now() - EPOCH).max(1) * PER_SECOND;
        Self {
            message: i32::try_from(start).unwrap_or(i32::MAX / 2),
            update: u32::try_from(start).unwrap_or(u32::MAX / 2),
            callback: clock::now_ms() << 20,
        }
    }

    /// Goes on after `saved`, and never behind the clock.
    pub(crate) fn after(saved: &Self) -> Self {
        let clock = Self::from_clock();
        Self {
            message: clock.message.max(saved.message.saturating_add(SLACK)),
            update: clock
                .update
                .max(saved.update.saturating_add(SLACK.unsigned_abs())),
            callback: clock.callback.max(saved.callback + (1 << 20)),
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

    pub(crate) fn callback(&mut self) -> String {
        self.callback += 1;
        self.callback.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_never_goes_back() {
        let mut ids = Ids::from_clock();
        ids.message += 1_000_000;
        ids.update += 1_000_000;
        let mut again = Ids::after(&ids);
        assert!(again.message() > ids.message);
        assert!(again.update() > ids.update);
        assert!(again.callback > ids.callback);
    }
}
