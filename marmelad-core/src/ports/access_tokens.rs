//! Bearer tokens of the API.

use chrono::{DateTime, Duration, Utc};

use super::PortError;
use crate::domain::admin::Admin;

/// Signs access tokens.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait AccessTokens: Send + Sync {
    /// A signed token for an admin, and how long it holds.
    fn issue(&self, admin: &Admin, now: DateTime<Utc>) -> Result<AccessToken, PortError>;
}

/// A token that was just signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The compact JWT.
    pub token: String,
    /// How long it holds.
    pub ttl: Duration,
}
