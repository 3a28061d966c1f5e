//! One-time login links, and the access tokens they are exchanged for.

use chrono::Duration;

use super::{AccessToken, LOGIN_TOKEN_TTL, LoginToken, NewLoginToken};
use crate::audit::Actor;
use crate::kernel::{PortError, TelegramId};
use crate::sessions::SessionService;
use crate::staff::Admin;

/// A login link for one person, valid for [`LOGIN_TOKEN_TTL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLink {
    /// The address including the secret token.
    pub url: String,
    pub ttl: Duration,
    pub admin: Admin,
}

/// Result of asking for a login link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginLinkOutcome {
    Link(LoginLink),
    NotFound,
    /// The admin is not active.
    Inactive,
}

/// Result of using a login token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    LoggedIn {
        /// Token for the `Authorization` header.
        access: AccessToken,
        admin: Box<Admin>,
    },
    /// The token is unknown, used or expired.
    BadToken,
    /// The admin was deactivated.
    Inactive,
}

impl SessionService {
    /// Issues a one-time login link; only the token's hash is stored. `actor` is `None` when the admin asked for the
    /// link in the auth bot's chat.
    pub async fn issue_login_link(
        &self,
        telegram_id: TelegramId,
        actor: Option<Actor>,
    ) -> Result<LoginLinkOutcome, PortError> {
        let Some(admin) = self.admins.find_by_telegram_id(telegram_id).await? else {
            return Ok(LoginLinkOutcome::NotFound);
        };
        if !admin.is_active {
            return Ok(LoginLinkOutcome::Inactive);
        }
        let token = LoginToken::from_entropy(self.entropy.draw());
        let now = self.context.now();
        let actor = actor.unwrap_or_else(|| Actor::admin_in_chat(admin.id));
        let audit = actor.audit("issue_login_link", "admin");
        self.login_tokens
            .add(NewLoginToken {
                admin_id: admin.id,
                hash: token.hash(),
                expires_at: now + LOGIN_TOKEN_TTL,
                audit: audit.about(admin.id.0),
                now,
            })
            .await?;
        let url = token.link(&self.context.config.panel_url);
        Ok(LoginLinkOutcome::Link(LoginLink { url, ttl: LOGIN_TOKEN_TTL, admin }))
    }

    /// Consumes a login token. Of any number of concurrent calls exactly one logs in.
    pub async fn log_in(&self, token: &str) -> Result<LoginOutcome, PortError> {
        let Some(token) = LoginToken::parse(token) else {
            return Ok(LoginOutcome::BadToken);
        };
        let now = self.context.now();
        Ok(match self.login_tokens.consume(&token.hash(), now).await? {
            None => LoginOutcome::BadToken,
            Some(admin) if !admin.is_active => LoginOutcome::Inactive,
            Some(admin) => LoginOutcome::LoggedIn {
                access: self.access_tokens.issue(&admin, now)?,
                admin: Box::new(admin),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::kernel::MockEntropy;
    use crate::sessions::{MockAccessTokens, MockLoginTokens};
    use crate::staff::MockAdminRepo;
    use crate::testing::{NOW, admin, app_at};

    #[tokio::test]
    async fn a_link_holds_the_secret_and_the_store_its_hash() {
        let mut admins = MockAdminRepo::new();
        admins.expect_find_by_telegram_id().returning(|_| Ok(Some(admin())));
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
            .issue_login_link(TelegramId(9), Some(Actor::Cli))
            .await
            .unwrap()
        else {
            panic!("a link was expected")
        };
        assert_eq!(link.url, format!("http://localhost:8000/login?token={}", "07".repeat(32)));
    }

    #[tokio::test]
    async fn a_link_asked_for_in_the_chat_is_audited_as_the_admins_own() {
        let mut admins = MockAdminRepo::new();
        admins.expect_find_by_telegram_id().returning(|_| Ok(Some(admin())));
        let mut entropy = MockEntropy::new();
        entropy.expect_draw().return_const([7_u8; 32]);
        let own =
            Actor::admin_in_chat(admin().id).audit("issue_login_link", "admin").about(admin().id.0);
        let mut tokens = MockLoginTokens::new();
        tokens.expect_add().once().withf(move |command| command.audit == own).returning(|_| Ok(()));
        let ports = Ports {
            admins: Arc::new(admins),
            entropy: Arc::new(entropy),
            login_tokens: Arc::new(tokens),
            ..Ports::mocked()
        };
        let outcome =
            app_at(NOW, ports).sessions.issue_login_link(TelegramId(9), None).await.unwrap();
        assert!(matches!(outcome, LoginLinkOutcome::Link(_)));
    }

    #[tokio::test]
    async fn a_deactivated_admin_is_not_let_in_and_the_token_is_spent() {
        let mut tokens = MockLoginTokens::new();
        tokens
            .expect_consume()
            .once()
            .returning(|_, _| Ok(Some(Admin { is_active: false, ..admin() })));
        let ports = Ports {
            login_tokens: Arc::new(tokens),
            access_tokens: Arc::new(MockAccessTokens::new()),
            ..Ports::mocked()
        };
        assert_eq!(
            app_at(NOW, ports).sessions.log_in(&"ab".repeat(32)).await.unwrap(),
            LoginOutcome::Inactive
        );
    }

    #[tokio::test]
    async fn what_is_no_token_never_reaches_the_store() {
        assert_eq!(
            app_at(NOW, Ports::mocked()).sessions.log_in("' OR 1=1").await.unwrap(),
            LoginOutcome::BadToken
        );
    }
}
