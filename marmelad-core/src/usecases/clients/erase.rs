//! Forgetting a client.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::bot::BotKind;
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
        let command = AnonymizeUser {
            id,
            now: self.now(),
            audit,
        };
        let is_done = self.ports.users.anonymize(command).await?;
        for bot in [BotKind::Main, BotKind::Auth] {
            // A dialogue that cannot be removed now names nobody, and goes by itself within a day.
            let _ = self.ports.dialogues.remove(bot, telegram_id).await;
        }
        Ok(is_done)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::ids::UserId;
    use crate::ports::{MockDialogueStore, MockUserRepo, PortError, Ports};
    use crate::usecases::testing::{NOW, app_at, client};

    fn app(users: MockUserRepo, dialogues: MockDialogueStore) -> App {
        let ports = Ports {
            users: Arc::new(users),
            dialogues: Arc::new(dialogues),
            ..Ports::mocked()
        };
        app_at(NOW, ports)
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
        // Their dialogues go with them; that one of the stores is away keeps nobody from being forgotten.
        let mut dialogues = MockDialogueStore::new();
        dialogues
            .expect_remove()
            .times(2)
            .withf(|_, chat| *chat == TelegramId(100))
            .returning(|_, _| {
                Err(PortError::Unavailable {
                    what: "the cache",
                    source: "away".into(),
                })
            });
        let app = app(users, dialogues);
        assert!(app.erase_own_data(TelegramId(100)).await.unwrap());
    }

    #[tokio::test]
    async fn asking_twice_makes_no_new_client() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(None));
        let app = app(users, MockDialogueStore::new());
        assert!(!app.erase_own_data(TelegramId(100)).await.unwrap());
    }
}
