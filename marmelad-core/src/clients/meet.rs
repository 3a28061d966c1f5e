//! Registers whoever writes to the main bot as a client.

use chrono::Duration;

use crate::clients::{ClientService, UpsertUser, Upserted};
use crate::kernel::PortError;
use crate::people::{TelegramProfile, User};

/// The last contact is written only when the stored one is older than this, so a person who presses
/// several buttons causes one write.
const LAST_SEEN_STEP: Duration = Duration::minutes(5);

impl ClientService {
    /// The client who writes: created at the first contact, refreshed when something changed.
    pub async fn meet(&self, profile: TelegramProfile) -> Result<User, PortError> {
        if let Some(user) = self.users.find_by_telegram_id(profile.telegram_id).await?
            && !self.needs_refresh(&user, &profile)
        {
            return Ok(user);
        }
        Ok(self.register_client(profile).await?.user)
    }

    /// Creates the client or refreshes the Telegram profile.
    pub(crate) async fn register_client(
        &self,
        profile: TelegramProfile,
    ) -> Result<Upserted, PortError> {
        let is_test = self.context.config.test_ids.contains(&profile.telegram_id);
        self.users.upsert(UpsertUser { profile, is_test, now: self.context.now() }).await
    }

    fn needs_refresh(&self, user: &User, profile: &TelegramProfile) -> bool {
        let renamed = (&user.username, &user.first_name, &user.last_name)
            != (&profile.username, &profile.first_name, &profile.last_name);
        renamed
            || user.is_blocked
            || user.last_seen_at.is_none_or(|seen| self.context.now() - seen >= LAST_SEEN_STEP)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::clients::{MockUserRepo, Upserted};
    use crate::kernel::TelegramId;
    use crate::testing::{NOW, app_at, client, profile};
    use crate::{App, Ports};

    fn app(users: MockUserRepo) -> App {
        app_at(NOW, Ports { users: Arc::new(users), ..Ports::mocked() })
    }

    #[tokio::test]
    async fn a_client_seen_just_now_is_not_written() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(Some(client())));
        let met = app(users).clients.meet(profile()).await.unwrap();
        assert_eq!(met, client());
    }

    #[tokio::test]
    async fn a_client_who_unblocked_the_bot_is_refreshed() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| {
            let mut user = client();
            user.is_blocked = true;
            Ok(Some(user))
        });
        users
            .expect_upsert()
            .once()
            .withf(|command| command.profile.telegram_id == TelegramId(100) && !command.is_test)
            .returning(|_| Ok(Upserted { user: client(), is_new: false }));
        assert!(!app(users).clients.meet(profile()).await.unwrap().is_blocked);
    }
}
