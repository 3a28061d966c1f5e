//! What is forgotten because nobody needs it any more.

use chrono::Duration;

use crate::calendar::{CalendarService, Leftover};
use crate::kernel::PortError;

/// Telegram delivers an update again for at most a day; handled ones are kept twice as long.
const UPDATES_KEPT: Duration = Duration::hours(48);
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

impl CalendarService {
    /// Deletes handled updates that Telegram will not deliver again; returns how many rows.
    pub async fn forget_old_updates(&self) -> Result<u64, PortError> {
        self.inbox
            .forget_before(self.context.now() - UPDATES_KEPT)
            .await
    }

    /// Removes leftovers of one kind whose time is over; how many rows.
    pub async fn sweep(&self, leftover: Leftover) -> Result<u64, PortError> {
        let before = self.context.now() - kept(leftover);
        self.calendar.sweep(leftover, before).await
    }

    /// Lets the database see how its tables have grown.
    pub async fn refresh_statistics(&self) -> Result<(), PortError> {
        self.calendar.refresh_statistics().await
    }
}
