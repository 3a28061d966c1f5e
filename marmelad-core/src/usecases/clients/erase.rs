//! Forgetting a client.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::bot::BotKind;
use crate::domain::ids::{TelegramId, UserId};
use crate::domain::user::User;
use crate::ports::{AnonymizeUser, PortError};
use crate::usecases::Actor;

/// The audit log's word for it.
pub const ANONYMIZE_USER: &str = "anonymize_user";

impl App {
    /// Removes everything personal at the client's own wish. `false`: there was nothing left to remove;
    /// nobody becomes a client by asking.
    pub async fn erase_own_data(&self, telegram_id: TelegramId) -> Result<bool, PortError> {
        let Some(user) = self.ports.users.find_by_telegram_id(telegram_id).await? else {
            return Ok(false);
        };
        let audit =
            AuditEntry::system(ANONYMIZE_USER, "user").field("requested_by", None, Some("client"));
        self.erase(&user, audit).await
    }

    /// Removes everything personal of a client; whoever was anonymised before stays so.
    pub async fn anonymize_client(
        &self,
        id: UserId,
        actor: &Actor,
    ) -> Result<Option<User>, PortError> {
        let Some(user) = self.ports.users.find(id).await? else {
            return Ok(None);
        };
        if user.anonymized_at.is_none() {
            self.erase(&user, actor.audit(ANONYMIZE_USER, "user"))
                .await?;
        }
        self.ports.users.find(id).await
    }

    async fn erase(&self, user: &User, audit: AuditEntry) -> Result<bool, PortError> {
        let command = AnonymizeUser {
            id: user.id,
            now: self.now(),
            audit: audit.about(user.id.0),
        };
        let is_done = self.ports.users.anonymize(command).await?;
        for bot in [BotKind::Main, BotKind::Auth] {
            // A dialogue that cannot be removed now names nobody, and goes by itself within a day.
            let _ = self.ports.dialogues.remove(bot, user.telegram_id).await;
        }
        Ok(is_done)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
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
        assert!(app.clients.erase_own_data(TelegramId(100)).await.unwrap());
    }

    #[tokio::test]
    async fn staff_forget_a_client_once() {
        let mut users = MockUserRepo::new();
        let mut gone = client();
        gone.anonymized_at = Some("2026-03-05T02:00:00Z".parse().unwrap());
        let (before, after) = (client(), gone.clone());
        let mut answers = vec![Some(gone.clone()), Some(after), Some(before)];
        users
            .expect_find()
            .times(4)
            .returning(move |id| Ok(answers.pop().unwrap_or_else(|| (id.0 == 1).then(client))));
        users
            .expect_anonymize()
            .once()
            .withf(|command| command.audit.action() == ANONYMIZE_USER)
            .returning(|_| Ok(true));
        let mut dialogues = MockDialogueStore::new();
        dialogues.expect_remove().times(2).returning(|_, _| Ok(()));
        let app = app(users, dialogues);
        let forgotten = app.clients.anonymize(UserId(1), &Actor::Cli).await.unwrap();
        assert_eq!(forgotten, Some(gone));
        // The second time finds them anonymised, the third nobody.
        app.clients.anonymize(UserId(1), &Actor::Cli).await.unwrap();
    }

    #[tokio::test]
    async fn asking_twice_makes_no_new_client() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(None));
        let app = app(users, MockDialogueStore::new());
        assert!(!app.clients.erase_own_data(TelegramId(100)).await.unwrap());
    }
}
