//! Long polling.

use std::time::Duration;

use crate::delivery::SendError;
use crate::intake::{IncomingUpdate, IntakeService};
use crate::kernel::BotKind;

/// How long Telegram holds a poll open while no update comes.
const LONGEST_POLL: Duration = Duration::from_secs(10);

impl IntakeService {
    /// Asks Telegram for a bot's updates from `offset` on, and waits up to ten seconds for the first. Telegram forgets
    /// the updates before `offset`: they must be stored.
    pub async fn poll(
        &self,
        bot: BotKind,
        offset: Option<i64>,
    ) -> Result<Vec<IncomingUpdate>, SendError> {
        self.updates.poll(bot, offset, LONGEST_POLL).await
    }
}
