//! Admins, their login links, and the first owner.

use chrono::Duration;

use crate::App;
use crate::domain::admin::{Admin, NotificationGroup, Role};
use crate::domain::ids::{AdminId, TelegramId};
use crate::domain::login::{LOGIN_TOKEN_TTL, LoginToken};
use crate::domain::page::{Page, PageRequest};
use crate::ports::{
    AccessToken, AddAdminOutcome, ChangeAdmin, ChangeAdminOutcome, NewLoginToken, PortError,
    SaveAdmin,
};
use crate::usecases::Actor;

/// An admin as an operator wants them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddAdmin {
    /// Whom.
    pub telegram_id: TelegramId,
    /// What others see.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Whether `/broadcast` works for them; `None` leaves it as it is, which is `false` for a new one.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Vec<NotificationGroup>,
}

/// What an admin changes about an admin; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdminChange {
    /// What others see.
    pub display_name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may anything.
    pub is_active: Option<bool>,
    /// Whether `/broadcast` works for them.
    pub can_broadcast_from_chat: Option<bool>,
    /// What they are told.
    pub notification_groups: Option<Vec<NotificationGroup>>,
}

/// A login link, for one person and five minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLink {
    /// The whole address, with its secret.
    pub url: String,
    /// How long it holds.
    pub ttl: Duration,
    /// Whose.
    pub admin: Admin,
}

/// What came of asking for a login link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginLinkOutcome {
    /// Here it is.
    Link(LoginLink),
    /// No such admin.
    NotFound,
    /// The admin is not active.
    Inactive,
}

/// What came of using one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    /// Logged in.
    LoggedIn {
        /// For the `Authorization` header.
        access: AccessToken,
        /// Who.
        admin: Box<Admin>,
    },
    /// Unknown, used or expired.
    BadToken,
    /// The admin is not active any more.
    Inactive,
}

impl App {
    /// All admins, oldest first.
    pub async fn list_admins(&self) -> Result<Vec<Admin>, PortError> {
        self.ports.admins.list().await
    }

    /// A part of them, oldest first; `is_active` picks the active or the inactive ones.
    pub async fn page_admins(
        &self,
        is_active: Option<bool>,
        page: PageRequest,
    ) -> Result<Page<Admin>, PortError> {
        self.ports.admins.page(is_active, page).await
    }

    /// The admin with this row id.
    pub async fn find_admin(&self, id: AdminId) -> Result<Option<Admin>, PortError> {
        self.ports.admins.find(id).await
    }

    /// Adds an active admin, or makes the one with this Telegram id so.
    pub async fn save_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<ChangeAdminOutcome, PortError> {
        let old = self
            .ports
            .admins
            .find_by_telegram_id(input.telegram_id)
            .await?;
        let command = self.admin_to_save(input, old, actor);
        self.ports.admins.save(command).await
    }

    /// Adds an active admin. Whoever is or was one stays as they are.
    pub async fn add_admin(
        &self,
        input: AddAdmin,
        actor: &Actor,
    ) -> Result<AddAdminOutcome, PortError> {
        let command = self.admin_to_save(input, None, actor);
        self.ports.admins.add_if_absent(command, false).await
    }

    /// Changes an admin; one active owner always stays.
    pub async fn change_admin(
        &self,
        id: AdminId,
        change: AdminChange,
        actor: &Actor,
    ) -> Result<ChangeAdminOutcome, PortError> {
        let command = ChangeAdmin {
            id,
            display_name: change.display_name,
            role: change.role,
            is_active: change.is_active,
            can_broadcast_from_chat: change.can_broadcast_from_chat,
            notification_groups: change.notification_groups,
            audit: actor.audit("update_admin", "admin"),
            now: self.now(),
        };
        self.ports.admins.change(command).await
    }

    fn admin_to_save(&self, input: AddAdmin, old: Option<Admin>, actor: &Actor) -> SaveAdmin {
        let audit = actor
            .audit("save_admin", "admin")
            .field(
                "role",
                old.as_ref().map(|admin| admin.role.as_str()),
                Some(input.role.as_str()),
            )
            .field(
                "is_active",
                old.as_ref().map(|admin| admin.is_active),
                Some(true),
            )
            .field(
                "notification_groups",
                old.as_ref().map(|admin| words(&admin.notification_groups)),
                Some(words(&input.notification_groups)),
            );
        let audit = match input.can_broadcast_from_chat {
            None => audit,
            Some(may) => audit.field(
                "can_broadcast_from_chat",
                old.as_ref().map(|admin| admin.can_broadcast_from_chat),
                Some(may),
            ),
        };
        SaveAdmin {
            telegram_id: input.telegram_id,
            display_name: input.display_name,
            username: old.and_then(|admin| admin.username),
            role: input.role,
            is_active: true,
            can_broadcast_from_chat: input.can_broadcast_from_chat,
            notification_groups: input.notification_groups,
            audit: Some(audit),
            now: self.now(),
        }
    }

    /// Makes the configured person an active owner with all notification groups, unless they are an
    /// admin or were one before; a request for access that nobody answered yet is no obstacle. Answers
    /// whether that was needed.
    pub async fn ensure_first_owner(&self, telegram_id: TelegramId) -> Result<bool, PortError> {
        let audit = Actor::System
            .audit("save_admin", "admin")
            .field("role", None, Some(Role::Owner.as_str()))
            .field("is_active", None, Some(true));
        let command = SaveAdmin {
            telegram_id,
            display_name: "Владелец".to_owned(),
            username: None,
            role: Role::Owner,
            is_active: true,
            can_broadcast_from_chat: None,
            notification_groups: NotificationGroup::ALL.to_vec(),
            audit: Some(audit),
            now: self.now(),
        };
        let outcome = self.ports.admins.add_if_absent(command, true).await?;
        Ok(matches!(outcome, AddAdminOutcome::Added(_)))
    }

    /// A one-time link into the panel; only its hash is kept.
    pub async fn issue_login_link(
        &self,
        telegram_id: TelegramId,
        actor: &Actor,
    ) -> Result<LoginLinkOutcome, PortError> {
        let admin = self.ports.admins.find_by_telegram_id(telegram_id).await?;
        self.link_for(admin, |_| actor.clone()).await
    }

    /// The same, asked for by the admin in the auth bot's chat.
    pub async fn issue_own_login_link(
        &self,
        telegram_id: TelegramId,
    ) -> Result<LoginLinkOutcome, PortError> {
        let admin = self.ports.admins.find_by_telegram_id(telegram_id).await?;
        self.link_for(admin, |admin| Actor::admin_in_chat(admin.id))
            .await
    }

    async fn link_for(
        &self,
        admin: Option<Admin>,
        actor: impl FnOnce(&Admin) -> Actor,
    ) -> Result<LoginLinkOutcome, PortError> {
        let Some(admin) = admin else {
            return Ok(LoginLinkOutcome::NotFound);
        };
        if !admin.is_active {
            return Ok(LoginLinkOutcome::Inactive);
        }
        let token = LoginToken::from_entropy(self.ports.entropy.draw());
        let now = self.now();
        let audit = actor(&admin).audit("issue_login_link", "admin");
        self.ports
            .login_tokens
            .add(NewLoginToken {
                admin_id: admin.id,
                hash: token.hash(),
                expires_at: now + LOGIN_TOKEN_TTL,
                audit: audit.about(admin.id.0),
                now,
            })
            .await?;
        let url = token.link(&self.context.panel_url);
        Ok(LoginLinkOutcome::Link(LoginLink {
            url,
            ttl: LOGIN_TOKEN_TTL,
            admin,
        }))
    }

    /// Uses a login token up: of any number of simultaneous tries one is logged in.
    pub async fn log_in(&self, token: &str) -> Result<LoginOutcome, PortError> {
        let Some(token) = LoginToken::parse(token) else {
            return Ok(LoginOutcome::BadToken);
        };
        let now = self.now();
        Ok(
            match self.ports.login_tokens.consume(&token.hash(), now).await? {
                None => LoginOutcome::BadToken,
                Some(admin) if !admin.is_active => LoginOutcome::Inactive,
                Some(admin) => LoginOutcome::LoggedIn {
                    access: self.ports.access_tokens.issue(&admin, now)?,
                    admin: Box::new(admin),
                },
            },
        )
    }
}

fn words(groups: &[NotificationGroup]) -> String {
    groups
        .iter()
        .map(|group| group.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockAccessTokens, MockAdminRepo, MockEntropy, MockLoginTokens, Ports};
    use crate::usecases::testing::{NOW, admin, app_at};

    #[tokio::test]
    async fn a_link_holds_the_secret_and_the_store_its_hash() {
        let mut admins = MockAdminRepo::new();
        admins
            .expect_find_by_telegram_id()
            .returning(|_| Ok(Some(admin())));
        let mut entropy = MockEntropy::new();
        entropy.expect_draw().return_const([7_u8; 32]);
        let mut tokens = MockLoginTokens::new();
        tokens
            .expect_add()
            .once()
            .withf(|command| command.hash == LoginToken::from_entropy([7; 32]).hash())
            .returning(|_| Ok(()));
        let ports = Ports {
            admins: Arc::new(admins),
            entropy: Arc::new(entropy),
            login_tokens: Arc::new(tokens),
            ..Ports::mocked()
        };
        let LoginLinkOutcome::Link(link) = app_at(NOW, ports)
            .sessions
            .issue_login_link(TelegramId(9), &Actor::Cli)
            .await
            .unwrap()
        else {
            panic!("a link was expected")
        };
        assert_eq!(
            link.url,
            format!("http://localhost:8000/login?token={}", "07".repeat(32))
        );
    }

    #[tokio::test]
    async fn a_link_asked_for_in_the_chat_is_audited_as_the_admins_own() {
        let mut admins = MockAdminRepo::new();
        admins
            .expect_find_by_telegram_id()
            .returning(|_| Ok(Some(admin())));
        let mut entropy = MockEntropy::new();
        entropy.expect_draw().return_const([7_u8; 32]);
        let own = Actor::admin_in_chat(admin().id)
            .audit("issue_login_link", "admin")
            .about(admin().id.0);
        let mut tokens = MockLoginTokens::new();
        tokens
            .expect_add()
            .once()
            .withf(move |command| command.audit == own)
            .returning(|_| Ok(()));
        let ports = Ports {
            admins: Arc::new(admins),
            entropy: Arc::new(entropy),
            login_tokens: Arc::new(tokens),
            ..Ports::mocked()
        };
        let outcome = app_at(NOW, ports)
            .sessions
            .issue_own_login_link(TelegramId(9))
            .await
            .unwrap();
        assert!(matches!(outcome, LoginLinkOutcome::Link(_)));
    }

    #[tokio::test]
    async fn a_deactivated_admin_is_not_let_in_and_the_token_is_spent() {
        let mut tokens = MockLoginTokens::new();
        tokens.expect_consume().once().returning(|_, _| {
            Ok(Some(Admin {
                is_active: false,
                ..admin()
            }))
        });
        let ports = Ports {
            login_tokens: Arc::new(tokens),
            access_tokens: Arc::new(MockAccessTokens::new()),
            ..Ports::mocked()
        };
        assert_eq!(
            app_at(NOW, ports)
                .sessions
                .log_in(&"ab".repeat(32))
                .await
                .unwrap(),
            LoginOutcome::Inactive
        );
    }

    #[tokio::test]
    async fn what_is_no_token_never_reaches_the_store() {
        assert_eq!(
            app_at(NOW, Ports::mocked())
                .sessions
                .log_in("' OR 1=1")
                .await
                .unwrap(),
            LoginOutcome::BadToken
        );
    }
}
