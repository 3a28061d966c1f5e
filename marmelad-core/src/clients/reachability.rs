//! Records that a client blocked or unblocked the bot.

use crate::clients::{ClientService, UserChange};
use crate::kernel::{PortError, TelegramId};

impl ClientService {
    /// Stores whether the client blocked the bot; an unknown person is not registered.
    pub async fn set_reachable(
        &self,
        telegram_id: TelegramId,
        reachable: bool,
    ) -> Result<(), PortError> {
        if let Some(user) = self.users.find_by_telegram_id(telegram_id).await?
            && user.is_blocked == reachable
        {
            self.change_client(user.id, UserChange::Blocked(!reachable)).await?;
        }
        Ok(())
    }
}
