//! Where updates come from when the bot asks for them.

use std::time::Duration;

use async_trait::async_trait;

use crate::delivery::SendError;
use crate::intake::IncomingUpdate;
use crate::kernel::BotKind;

/// Long polling.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UpdateSource: Send + Sync {
    /// Updates from `offset` on, waiting up to `timeout` for one; asking confirms all before `offset`.
    async fn poll(
        &self,
        bot: BotKind,
        offset: Option<i64>,
        timeout: Duration,
    ) -> Result<Vec<IncomingUpdate>, SendError>;
}
