//! The port for long polling: the bot asks Telegram for updates.

use std::time::Duration;

use async_trait::async_trait;

use crate::delivery::SendError;
use crate::intake::IncomingUpdate;
use crate::kernel::BotKind;

/// Fetches a bot's updates from Telegram by `getUpdates`.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UpdateSource: Send + Sync {
    /// Returns the updates from `offset` on; when there are none, waits up to `timeout`. Telegram forgets every
    /// update before `offset`.
    async fn poll(
        &self,
        bot: BotKind,
        offset: Option<i64>,
        timeout: Duration,
    ) -> Result<Vec<IncomingUpdate>, SendError>;
}
