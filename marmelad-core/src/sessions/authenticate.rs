//! Authentication by access token, and logout.

use crate::kernel::PortError;
use crate::sessions::{AccessClaims, SessionService};
use crate::staff::Admin;

/// Result of checking an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// An active admin, read from the store: a role inside the token is never trusted.
    Admin {
        admin: Box<Admin>,
        /// Claims of the token.
        claims: AccessClaims,
    },
    /// The token is foreign, expired or revoked.
    Unknown,
    /// The admin was deactivated.
    Inactive,
}

impl SessionService {
    /// Authenticates an access token. Revoked tokens, lost access and changed roles take effect at the next call.
    pub async fn authenticate(&self, token: &str) -> Result<Authentication, PortError> {
        let Some(claims) = self.access_tokens.read(token, self.context.now()) else {
            return Ok(Authentication::Unknown);
        };
        let known = self.sessions.admin_of(claims.admin_id, &claims.jti);
        Ok(match known.await? {
            None => Authentication::Unknown,
            Some(admin) if !admin.is_active => Authentication::Inactive,
            Some(admin) if claims.epoch < admin.auth_epoch => Authentication::Unknown,
            Some(admin) => Authentication::Admin { admin: Box::new(admin), claims },
        })
    }

    /// Revokes an access token.
    pub async fn log_out(&self, claims: &AccessClaims) -> Result<(), PortError> {
        self.sessions.revoke(claims, self.context.now()).await
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::sessions::{MockAccessTokens, MockSessions};
    use crate::testing::{NOW, admin, app_at};

    fn claims() -> AccessClaims {
        AccessClaims {
            admin_id: admin().id,
            jti: "ab".repeat(16),
            epoch: 3,
            expires_at: "2026-03-06T00:00:00Z".parse().unwrap(),
        }
    }

    fn app(read: Option<AccessClaims>, stored: Option<Admin>) -> App {
        let mut tokens = MockAccessTokens::new();
        tokens.expect_read().returning(move |_, _| read.clone());
        let mut sessions = MockSessions::new();
        sessions.expect_admin_of().returning(move |_, _| Ok(stored.clone()));
        let ports = Ports {
            access_tokens: Arc::new(tokens),
            sessions: Arc::new(sessions),
            ..Ports::mocked()
        };
        app_at(NOW, ports)
    }

    #[rstest]
    #[case::as_when_signed(true, 3, true)]
    #[case::ended_with_an_epoch(true, 4, false)]
    #[case::epoch_of_the_future(true, 2, true)]
    #[tokio::test]
    async fn tokens_hold_within_their_epoch(
        #[case] is_active: bool,
        #[case] auth_epoch: i64,
        #[case] holds: bool,
    ) {
        let stored = Admin { is_active, auth_epoch, ..admin() };
        let answer = app(Some(claims()), Some(stored)).sessions.authenticate("x").await;
        let holds_now = matches!(answer.unwrap(), Authentication::Admin { .. });
        assert_eq!(holds_now, holds);
    }

    #[tokio::test]
    async fn strangers_and_the_deactivated_are_told_apart() {
        let answer = app(None, None).sessions.authenticate("x").await.unwrap();
        assert_eq!(answer, Authentication::Unknown);
        let answer = app(Some(claims()), None).sessions.authenticate("x").await.unwrap();
        assert_eq!(answer, Authentication::Unknown);
        let inactive = Admin { is_active: false, auth_epoch: 9, ..admin() };
        let answer = app(Some(claims()), Some(inactive)).sessions.authenticate("x").await;
        assert_eq!(answer.unwrap(), Authentication::Inactive);
    }
}
