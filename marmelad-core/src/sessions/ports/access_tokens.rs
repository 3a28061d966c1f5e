//! Bearer tokens of the API.

use chrono::{DateTime, Duration, Utc};

use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Signs access tokens, and reads those that come back.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait AccessTokens: Send + Sync {
    /// A signed token for an admin, and how long it holds.
    fn issue(&self, admin: &Admin, now: DateTime<Utc>) -> Result<AccessToken, PortError>;

    /// What a token says; `None` when it is not ours, was changed, or has ended.
    fn read(&self, token: &str, now: DateTime<Utc>) -> Option<AccessClaims>;
}

/// A token that was just signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    pub token: String,
    /// How long it holds.
    pub ttl: Duration,
}

/// What a token that holds says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessClaims {
    pub admin_id: AdminId,
    /// Its own name, by which it is taken back.
    pub jti: String,
    /// The admin's [`Admin::auth_epoch`] when it was signed.
    pub epoch: i64,
    /// From then on it is not taken.
    pub expires_at: DateTime<Utc>,
}
