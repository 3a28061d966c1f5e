//! One-time login tokens, stored hashed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Stores the hashes of login tokens.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait LoginTokens: Send + Sync {
    /// Remembers a token's hash, with its audit entry.
    async fn add(&self, command: NewLoginToken) -> Result<(), PortError>;

    /// Uses a token up: exactly one of any number of simultaneous callers gets its admin, and only
    /// while the token has not expired. Whether the admin is active is for the caller to see.
    async fn consume(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Admin>, PortError>;
}

/// A login token to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLoginToken {
    pub admin_id: AdminId,
    /// SHA-256, 64 hex digits.
    pub hash: String,
    pub expires_at: DateTime<Utc>,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}
