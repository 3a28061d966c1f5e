//! The port of one-time login tokens, stored as hashes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::kernel::{AdminId, PortError};
use crate::staff::Admin;

/// Stores the hashes of login tokens.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait LoginTokens: Send + Sync {
    /// Stores a token's hash with its audit entry.
    async fn add(&self, command: NewLoginToken) -> Result<(), PortError>;

    /// Consumes an unexpired token: exactly one of any number of concurrent callers gets its admin. The caller
    /// checks whether the admin is active.
    async fn consume(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Admin>, PortError>;
}

/// A login token to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLoginToken {
    pub admin_id: AdminId,
    /// SHA-256, 64 hex digits.
    pub hash: String,
    pub expires_at: DateTime<Utc>,
    pub audit: AuditEntry,
    pub now: DateTime<Utc>,
}
