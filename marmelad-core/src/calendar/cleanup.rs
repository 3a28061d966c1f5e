//! Deletes rows that are no longer needed.

use chrono::Duration;

use crate::calendar::{CalendarService, Leftover};
use crate::kernel::PortError;

/// Telegram redelivers an update for at most 24 hours; handled updates are kept for twice that time.
const UPDATES_KEPT: Duration = Duration::hours(48);
/// Notifications contain personal data and are needed only while somebody may ask about them.
const NOTIFICATIONS_KEPT: Duration = Duration::days(90);
/// Keeps the job history of a quarter for operators.
const RUNS_KEPT: Duration = Duration::days(90);
/// Longer than any window or pause for wrong codes.
const WRONG_CODES_KEPT: Duration = Duration::days(2);
/// Margin for clocks that differ between processes.
const AFTER_THE_END: Duration = Duration::hours(1);

/// How long rows of this kind are kept after their end.
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
    /// Deletes handled updates that Telegram no longer redelivers. Returns the number of rows.
    pub async fn forget_old_updates(&self) -> Result<u64, PortError> {
        self.inbox.forget_before(self.context.now() - UPDATES_KEPT).await
    }

    /// Deletes rows of one kind after their retention time. Returns the number of rows.
    pub async fn sweep(&self, leftover: Leftover) -> Result<u64, PortError> {
        let before = self.context.now() - kept(leftover);
        self.calendar.sweep(leftover, before).await
    }

    /// Refreshes the database's table statistics.
    pub async fn refresh_statistics(&self) -> Result<(), PortError> {
        self.calendar.refresh_statistics().await
    }
}
