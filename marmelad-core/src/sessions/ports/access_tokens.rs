//! The port of access tokens.

use chrono::{DateTime, Duration, Utc};

use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Signs and verifies access tokens.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait AccessTokens: Send + Sync {
    /// Signs a token for an admin.
    fn issue(&self, admin: &Admin, now: DateTime<Utc>) -> Result<AccessToken, PortError>;

    /// Verifies a token; `None` when the signature does not match or the token has expired.
    fn read(&self, token: &str, now: DateTime<Utc>) -> Option<AccessClaims>;
}

/// A newly signed token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    pub token: String,
    pub ttl: Duration,
}

/// Claims of a verified token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessClaims {
    pub admin_id: AdminId,
    /// Id of the token, by which it is revoked.
    pub jti: String,
    /// The admin's [`Admin::auth_epoch`] at signing.
    pub epoch: i64,
    /// When the token expires.
    pub expires_at: DateTime<Utc>,
}
