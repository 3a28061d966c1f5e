//! Forgetting a client.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::TelegramId;
use crate::ports::{AnonymizeUser, PortError};

/// The audit log's word for it.
pub const ANONYMIZE_USER: &str = "anonymize_user";

impl App {
    /// Removes everything personal at the client's own wish. `false`: there was nothing left to remove;
    /// nobody becomes a client by asking.
    pub async fn erase_own_data(&self, telegram_id: TelegramId) -> Result<bool, PortError> {
        let Some(user) = self.ports.users.find_by_telegram_id(telegram_id).await? else {
            return Ok(false);
        };
        let id = user.id;
        let audit = AuditEntry::system(ANONYMIZE_USER, "user")
            .about(id.0)
            .field("requested_by", None, Some("client"));
        self.ports
            .users
            .anonymize(AnonymizeUser {
                id,
                now: self.now(),
                audit,
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::ids::UserId;
    use crate::ports::{MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_at, client};

    fn app(users: MockUserRepo) -> App {
        let users = Arc::new(users);
        app_at(
            NOW,
            Ports {
                users,
                ..Ports::mocked()
            },
        )
    }

    #[tokio::test]
    async fn a_client_is_forgotten() {
        let mut users = MockUserRepo::new();
        users
            .expect_find_by_telegram_id()
            .returning(|_| Ok(Some(client())));
        users
            .expect_anonymize()
            .once()
            .withf(|command| command.id == UserId(1))
            .returning(|_| Ok(true));
        assert!(app(users).erase_own_data(TelegramId(100)).await.unwrap());
    }

    #[tokio::test]
    async fn asking_twice_makes_no_new_client() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(None));
        assert!(!app(users).erase_own_data(TelegramId(100)).await.unwrap());
    }
}
