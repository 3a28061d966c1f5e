//! Telegram tells when a client blocks the bot or comes back.

use crate::clients::{ClientService, UserChange};
use crate::kernel::{PortError, TelegramId};

impl ClientService {
    /// Keeps whether the bot is blocked; somebody unknown stays unknown.
    pub async fn set_reachable(
        &self,
        telegram_id: TelegramId,
        reachable: bool,
    ) -> Result<(), PortError> {
        if let Some(user) = self.users.find_by_telegram_id(telegram_id).await?
            && user.is_blocked == reachable
        {
            self.change_client(user.id, UserChange::Blocked(!reachable))
                .await?;
        }
        Ok(())
    }
}
