//! The port of revoked access tokens.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Stores which access tokens were revoked before they expired.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Returns the admin's current row unless the token `jti` is revoked. Every API request calls it, so it is one
    /// query.
    async fn admin_of(&self, admin_id: AdminId, jti: &str) -> Result<Option<Admin>, PortError>;

    /// Revokes a token; a repetition changes nothing.
    async fn revoke(&self, command: RevokeSession) -> Result<(), PortError>;
}

/// A token to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokeSession {
    /// The token's id, 32 hex digits.
    pub jti: String,
    pub admin_id: AdminId,
    /// When the token expires by itself; afterwards the row may be deleted.
    pub expires_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}
