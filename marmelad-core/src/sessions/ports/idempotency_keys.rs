//! Requests that act once however often they arrive.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::kernel::{AdminId, PortError};

/// Remembers the answers to requests that carry a key.
///
/// Whoever begins with a key *holds* it for a lease. When the lease is over, or the holder let go, a repetition begins
/// anew, under the same `act_key`: what the first wrote with it, if anything, is found and not done twice.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait IdempotencyKeys: Send + Sync {
    /// Begins with a request, unless it was answered or somebody is at it. Of any number of calls at once one begins.
    async fn begin(&self, request: KeyedRequest) -> Result<KeyState, PortError>;

    /// Keeps the answer of a request that this holder began; nothing is kept when another holds the key now.
    async fn keep(
        &self,
        holder: &str,
        answer: KeptAnswer,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Gives the key up without an answer: a repetition begins anew.
    async fn let_go(&self, holder: &str, now: DateTime<Utc>) -> Result<(), PortError>;

    /// Forgets the key, as if the request had never come: a repetition is another act.
    async fn forget(&self, holder: &str) -> Result<(), PortError>;
}

/// A request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// Whose: a key means something for one admin,
    pub admin_id: AdminId,
    /// at one method and path; ≤ 160 characters.
    pub scope: String,
    /// The key, 1–255 visible ASCII characters.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub body_hash: String,
    /// Fresh and random, ≤ 64 characters: names the holder and, when nobody used the key before, the act.
    pub holder: String,
    pub now: DateTime<Utc>,
    /// Until when the holder may take.
    pub lease_until: DateTime<Utc>,
    /// When the key is forgotten.
    pub expires_at: DateTime<Utc>,
}

/// What a key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// The caller holds it and is to act.
    Begun {
        /// By which the act itself is known, the same for every try: to be written in the act's own transaction.
        act_key: String,
    },
    Running,
    Answered(KeptAnswer),
    /// It came with another body before.
    OtherBody,
}

/// An answer, to be given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    pub status: u16,
    /// Names and values of the headers that belong to the answer.
    pub headers: Vec<(String, String)>,
    pub body: String,
}
