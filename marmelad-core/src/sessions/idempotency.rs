//! Idempotent requests: repeated requests with the same key act once.

use chrono::Duration;
use sha2::{Digest, Sha256};

use crate::kernel::{AdminId, PortError};
use crate::sessions::{KeptAnswer, KeyState, KeyedRequest, SessionService};

/// How long a stored answer is returned to repetitions.
const KEPT_FOR: Duration = Duration::hours(24);
/// Lease of a key. A dead process blocks the key for this long; requests take much less.
const LEASE: Duration = Duration::seconds(30);
/// The longest method and path stored unhashed, in characters.
const LONGEST_PLACE: usize = 160;

/// Proof that the caller holds a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyClaim(String);

impl SessionService {
    /// Begins an admin's request to a method and path, unless a request with this key was answered before, is in
    /// progress, or had another body.
    pub async fn begin_idempotent(
        &self,
        admin_id: AdminId,
        place: &str,
        key: &str,
        body: &[u8],
    ) -> Result<(KeyClaim, KeyState), PortError> {
        let now = self.context.now();
        let holder = hex::encode(self.entropy.draw());
        let scope = if place.chars().count() <= LONGEST_PLACE {
            place.to_owned()
        } else {
            hex::encode(Sha256::digest(place.as_bytes()))
        };
        let request = KeyedRequest {
            admin_id,
            scope,
            key: key.to_owned(),
            body_hash: hex::encode(Sha256::digest(body)),
            holder: holder.clone(),
            now,
            lease_until: now + LEASE,
            expires_at: now + KEPT_FOR,
        };
        let state = self.idempotency.begin(request).await?;
        Ok((KeyClaim(holder), state))
    }

    /// Stores the answer for repetitions.
    pub async fn keep_answer(
        &self,
        holder: &KeyClaim,
        answer: KeptAnswer,
    ) -> Result<(), PortError> {
        let keys = &self.idempotency;
        keys.keep(&holder.0, answer, self.context.now()).await
    }

    /// Releases the key without an answer, after a fault. The next try runs again under the same operation key, so work
    /// already committed is not repeated.
    pub async fn release_key(&self, holder: &KeyClaim) -> Result<(), PortError> {
        let keys = &self.idempotency;
        keys.let_go(&holder.0, self.context.now()).await
    }

    /// Forgets the key, for a request that did nothing and whose client was told to retry.
    pub async fn forget_answers(&self, holder: &KeyClaim) -> Result<(), PortError> {
        self.idempotency.forget(&holder.0).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::kernel::MockEntropy;
    use crate::sessions::MockIdempotencyKeys;
    use crate::testing::{NOW, app_at};

    #[tokio::test]
    async fn a_request_is_known_by_admin_place_key_and_body() {
        let mut keys = MockIdempotencyKeys::new();
        keys.expect_begin()
            .once()
            .withf(|request| {
                let hash = hex::encode(Sha256::digest(b"{}"));
                request.admin_id == AdminId(3)
                    && request.scope == "POST /api/v1/orders"
                    && request.key == "receipt-1"
                    && request.body_hash == hash
                    && request.holder == "07".repeat(32)
                    && request.lease_until - request.now == LEASE
                    && request.expires_at - request.now == KEPT_FOR
            })
            .returning(|_| Ok(KeyState::Running));
        keys.expect_begin()
            .once()
            .withf(|request| request.scope.len() == 64)
            .returning(|_| Ok(KeyState::OtherBody));
        let mut entropy = MockEntropy::new();
        entropy.expect_draw().return_const([7; 32]);
        let ports =
            Ports { entropy: Arc::new(entropy), idempotency: Arc::new(keys), ..Ports::mocked() };
        let app = app_at(NOW, ports);
        let begun =
            app.sessions.begin_idempotent(AdminId(3), "POST /api/v1/orders", "receipt-1", b"{}");
        assert_eq!(begun.await.unwrap().1, KeyState::Running);
        let place = format!("POST /api/v1/broadcasts/{}/start", "0".repeat(200));
        let begun = app.sessions.begin_idempotent(AdminId(3), &place, "receipt-1", b"{}");
        assert_eq!(begun.await.unwrap().1, KeyState::OtherBody);
    }
}
