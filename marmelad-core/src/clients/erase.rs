//! Erases a client's personal data.

use crate::audit::{Actor, AuditEntry};
use crate::clients::{AnonymizeUser, ClientService};
use crate::kernel::{BotKind, ClientId, PortError, TelegramId};
use crate::people::User;

/// The action's name in the audit log.
pub const ANONYMIZE_USER: &str = "anonymize_user";

impl ClientService {
    /// Erases the personal data at the client's own request. `false`: the client is unknown or
    /// already anonymised; the request creates no client.
    pub async fn erase_own_data(&self, telegram_id: TelegramId) -> Result<bool, PortError> {
        let Some(user) = self.users.find_by_telegram_id(telegram_id).await? else {
            return Ok(false);
        };
        let audit =
            AuditEntry::system(ANONYMIZE_USER, "user").field("requested_by", None, Some("client"));
        self.erase(&user, audit).await
    }

    /// Erases a client's personal data. `None`: the client does not exist; an anonymised client stays unchanged.
    pub async fn anonymize(&self, id: ClientId, actor: &Actor) -> Result<Option<User>, PortError> {
        let Some(user) = self.users.find(id).await? else {
            return Ok(None);
        };
        if user.anonymized_at.is_none() {
            self.erase(&user, actor.audit(ANONYMIZE_USER, "user")).await?;
        }
        self.users.find(id).await
    }

    async fn erase(&self, user: &User, audit: AuditEntry) -> Result<bool, PortError> {
        let command =
            AnonymizeUser { id: user.id, now: self.context.now(), audit: audit.about(user.id.0) };
        let is_done = self.users.anonymize(command).await?;
        for bot in [BotKind::Main, BotKind::Auth] {
            // A dialogue that remains holds no personal data and expires within a day.
            let _ = self.dialogues.remove(bot, user.telegram_id).await;
        }
        Ok(is_done)
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::intake::MockDialogueStore;
    use crate::kernel::PortError;
    use crate::testing::{NOW, app_at, client};

    fn app(users: MockUserRepo, dialogues: MockDialogueStore) -> App {
        let ports =
            Ports { users: Arc::new(users), dialogues: Arc::new(dialogues), ..Ports::mocked() };
        app_at(NOW, ports)
    }

    #[tokio::test]
    async fn a_clients_personal_data_is_erased() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(Some(client())));
        users
            .expect_anonymize()
            .once()
            .withf(|command| command.id == ClientId(1))
            .returning(|_| Ok(true));
        // The dialogues are removed as well; a failing dialogue store does not prevent the erasure.
        let mut dialogues = MockDialogueStore::new();
        dialogues.expect_remove().times(2).withf(|_, chat| *chat == TelegramId(100)).returning(
            |_, _| Err(PortError::Unavailable { what: "the cache", source: "away".into() }),
        );
        let app = app(users, dialogues);
        assert!(app.clients.erase_own_data(TelegramId(100)).await.unwrap());
    }

    #[tokio::test]
    async fn staff_erase_a_client_only_once() {
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
        let forgotten = app.clients.anonymize(ClientId(1), &Actor::Cli).await.unwrap();
        assert_eq!(forgotten, Some(gone));
        // The second call finds an anonymised client, the third call finds none.
        app.clients.anonymize(ClientId(1), &Actor::Cli).await.unwrap();
    }

    #[tokio::test]
    async fn a_repeated_request_creates_no_client() {
        let mut users = MockUserRepo::new();
        users.expect_find_by_telegram_id().returning(|_| Ok(None));
        let app = app(users, MockDialogueStore::new());
        assert!(!app.clients.erase_own_data(TelegramId(100)).await.unwrap());
    }
}
