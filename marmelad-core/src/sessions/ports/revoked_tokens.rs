//! The port of revoked access tokens.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, PortError};
use crate::sessions::AccessClaims;
use crate::staff::Admin;

/// Stores which access tokens were revoked before they expired.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Returns the admin's current row unless the token `jti` is revoked. Every API request calls it, so it is one
    /// query.
    async fn admin_of(&self, admin_id: AdminId, jti: &str) -> Result<Option<Admin>, PortError>;

    /// Revokes a token; a repetition changes nothing. When the token has expired by itself, the row may be deleted.
    async fn revoke(&self, token: &AccessClaims, now: DateTime<Utc>) -> Result<(), PortError>;
}
