//! The sandbox's clock.
//!
//! By default it is the machine's clock. A program that runs bots with an adjustable clock passes that clock as a
//! [`TimeControl`], so that chats, bots and sandbox show the same time.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// A clock that can be moved forward, never back.
#[async_trait]
pub trait TimeControl: Debug + Send + Sync {
    /// Unix time in milliseconds.
    fn now_ms(&self) -> u64;

    /// IANA name of the zone in which people read the time.
    fn zone(&self) -> String;

    /// Moves the clock forward; completes when everything uses the new time.
    async fn jump(&self, jump: Jump) -> Result<Jumped, JumpError>;
}

/// How far to move the clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jump {
    /// Forward by this number of hours.
    Hours(u32),
    /// To the same time of day, this number of days later.
    Days(u32),
    /// To a local time, `2026-03-05T10:00`.
    To(String),
}

/// A jump that was made, both ends as Unix time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jumped {
    /// The last moment before.
    pub from_ms: u64,
    /// The first moment after.
    pub to_ms: u64,
}

/// Why the clock was not moved. The words are for people who use the chat page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JumpError {
    /// The text is no valid time.
    #[error("«{0}» не похоже на дату и время, нужно как 2026-03-05T10:00")]
    Unreadable(String),
    /// The target is not later than now.
    #[error("Время идёт только вперёд: выберите момент позже, чем сейчас")]
    NotLater,
    /// The target is too far ahead.
    #[error("Так далеко нельзя: не больше десяти лет вперёд")]
    TooFar,
    /// The clock could not be moved.
    #[error("Часы не переведены: {0}")]
    Failed(String),
}

/// The sandbox's clock. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock(Option<Arc<dyn TimeControl>>);

impl Clock {
    pub(crate) fn controlled(control: Arc<dyn TimeControl>) -> Self {
        Self(Some(control))
    }

    /// The control of the clock, if it can be moved.
    pub(crate) fn control(&self) -> Option<&Arc<dyn TimeControl>> {
        self.0.as_ref()
    }

    /// Unix time in seconds.
    pub(crate) fn now(&self) -> i64 {
        i64::try_from(self.now_ms() / 1000).unwrap_or(i64::MAX)
    }

    /// Unix time in milliseconds.
    pub(crate) fn now_ms(&self) -> u64 {
        match &self.0 {
            Some(control) => control.now_ms(),
            None => machine_ms(),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox stands outside the product and has no Clock port"
)]
fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The machine's Unix time in seconds, wherever the clock was moved to.
pub(crate) fn machine() -> i64 {
    i64::try_from(since_epoch().as_secs()).unwrap_or(i64::MAX)
}

/// The machine's Unix time in milliseconds, independent of jumps.
pub(crate) fn machine_ms() -> u64 {
    u64::try_from(since_epoch().as_millis()).unwrap_or(u64::MAX)
}
