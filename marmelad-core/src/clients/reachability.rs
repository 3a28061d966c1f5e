//! Telegram tells when a client blocks the bot or comes back.

use crate::App;
use crate::kernel::{PortError, TelegramId};
use crate::clients::UserChange;

impl App {
    /// Keeps whether the bot is blocked; somebody unknown stays unknown.
    pub async fn set_reachable(
        &self,
        telegram_id: TelegramId,
        reachable: bool,
    ) -> Result<(), PortError> {
        if let Some(user) = self.ports.users.find_by_telegram_id(telegram_id).await?
            && user.is_blocked == reachable
        {
            self.change_client(user.id, UserChange::Blocked(!reachable))
                .await?;
        }
        Ok(())
    }
}
