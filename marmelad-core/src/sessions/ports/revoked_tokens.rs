//! Whose access tokens still hold.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Remembers which access tokens were taken back before their time.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Sessions: Send + Sync {
    /// The admin as the store knows them now, unless the token named `jti` was taken back. One look
    /// into the store, for each request of the API.
    async fn admin_of(&self, admin_id: AdminId, jti: &str) -> Result<Option<Admin>, PortError>;

    /// Takes a token back; once more changes nothing.
    async fn revoke(&self, command: RevokeSession) -> Result<(), PortError>;
}

/// A token to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokeSession {
    /// The token's own name, 32 hex digits.
    pub jti: String,
    pub admin_id: AdminId,
    /// When it would have ended anyway; from then on nobody has to remember it.
    pub expires_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}
