//! Idempotent requests: repeated requests with the same key act once.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, PortError};

/// Stores the answers to requests with an idempotency key.
///
/// A caller *holds* a key for a lease. When the lease expires or the holder releases the key, a repetition begins
/// anew under the same `operation_key`; work already committed under this key is found and not repeated.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait IdempotencyKeys: Send + Sync {
    /// Begins a request unless it was answered or is in progress. Of concurrent calls exactly one begins.
    async fn begin(&self, request: KeyedRequest) -> Result<KeyState, PortError>;

    /// Stores the answer of this holder's request; does nothing when another caller holds the key.
    async fn keep(
        &self,
        holder: &str,
        answer: KeptAnswer,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Releases the key without an answer; a repetition begins anew.
    async fn let_go(&self, holder: &str, now: DateTime<Utc>) -> Result<(), PortError>;

    /// Deletes the key; a repetition counts as a new request.
    async fn forget(&self, holder: &str) -> Result<(), PortError>;
}

/// A request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// The admin to whom the key belongs.
    pub admin_id: AdminId,
    /// Method and path to which the key belongs; ≤ 160 characters.
    pub scope: String,
    /// The key, 1–255 visible ASCII characters.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub body_hash: String,
    /// Fresh random id of the holder, ≤ 64 characters. For a new key it also becomes the operation key.
    pub holder: String,
    pub now: DateTime<Utc>,
    /// When the lease expires.
    pub lease_until: DateTime<Utc>,
    /// When the key may be deleted.
    pub expires_at: DateTime<Utc>,
}

/// State of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// The caller holds the key and must run the request.
    Begun {
        /// Id of the operation, equal for every try; must be written in the operation's transaction.
        operation_key: String,
    },
    Running,
    Answered(KeptAnswer),
    /// The key was used with another body.
    OtherBody,
}

/// A stored answer that repetitions of the request receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    pub status: u16,
    /// Names and values of the answer's headers.
    pub headers: Vec<(String, String)>,
    pub body: String,
}
