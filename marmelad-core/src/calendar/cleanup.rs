//! What is forgotten because nobody needs it any more.

use chrono::Duration;

use crate::App;
use crate::calendar::Leftover;
use crate::kernel::PortError;

/// What was told to whom is personal, and of use only while somebody may ask about it.
const NOTIFICATIONS_KEPT: Duration = Duration::days(90);
/// Long enough to see in the table what ran when.
const RUNS_KEPT: Duration = Duration::days(90);
/// Longer than any window or pause of wrong codes.
const WRONG_CODES_KEPT: Duration = Duration::days(2);
/// Processes' clocks may differ a little: what has just run out is left alone.
const AFTER_THE_END: Duration = Duration::hours(1);

/// How long after its time a leftover goes.
const fn kept(leftover: Leftover) -> Duration {
    match leftover {
        Leftover::LoginTokens
        | Leftover::RevokedTokens
        | Leftover::IdempotencyKeys
        | Leftover::Dialogues => AFTER_THE_END,
        Leftover::WrongCodes => WRONG_CODES_KEPT,
        Leftover::Notifications => NOTIFICATIONS_KEPT,
        Leftover::Runs => RUNS_KEPT,
    }
}

impl App {
    /// Removes leftovers of one kind whose time is over; how many rows.
    pub async fn sweep(&self, leftover: Leftover) -> Result<u64, PortError> {
        let before = self.now() - kept(leftover);
        self.ports.calendar.sweep(leftover, before).await
    }

    /// Lets the database see how its tables have grown.
    pub async fn refresh_statistics(&self) -> Result<(), PortError> {
        self.ports.calendar.refresh_statistics().await
    }
}
