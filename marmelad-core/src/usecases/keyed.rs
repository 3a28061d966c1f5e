//! Requests that act once however often they arrive.

use chrono::Duration;
use sha2::{Digest, Sha256};

use crate::App;
use crate::domain::ids::AdminId;
use crate::ports::{KeptAnswer, KeyState, KeyedRequest, PortError};

/// How long an answer is given again.
const KEPT_FOR: Duration = Duration::hours(24);
/// How long a process that died keeps a key from others; requests take much less.
const LEASE: Duration = Duration::seconds(30);
/// The longest place that is stored as it is.
const LONGEST_PLACE: usize = 160;

/// Whoever began with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder(String);

impl App {
    /// Begins with a request of an admin to a place (method and path), unless a request with this key was answered
    /// before, is being answered, or had another body.
    pub async fn begin_keyed(
        &self,
        admin_id: AdminId,
        place: &str,
        key: &str,
        body: &[u8],
    ) -> Result<(KeyHolder, KeyState), PortError> {
        let now = self.now();
        let holder = hex::encode(self.ports.entropy.draw());
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
        let state = self.ports.idempotency.begin(request).await?;
        Ok((KeyHolder(holder), state))
    }

    /// Keeps the answer, to be given again.
    pub async fn keep_keyed(
        &self,
        holder: &KeyHolder,
        answer: KeptAnswer,
    ) -> Result<(), PortError> {
        let keys = &self.ports.idempotency;
        keys.keep(&holder.0, answer, self.now()).await
    }

    /// Gives up without an answer, after a fault: the next tries anew, and what was done meanwhile is not done twice.
    pub async fn let_go_keyed(&self, holder: &KeyHolder) -> Result<(), PortError> {
        let keys = &self.ports.idempotency;
        keys.let_go(&holder.0, self.now()).await
    }

    /// As if the request had never come: nothing was done, and it was asked to come again.
    pub async fn forget_keyed(&self, holder: &KeyHolder) -> Result<(), PortError> {
        self.ports.idempotency.forget(&holder.0).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockEntropy, MockIdempotencyKeys, Ports};
    use crate::usecases::testing::{NOW, app_at};

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
        let ports = Ports {
            entropy: Arc::new(entropy),
            idempotency: Arc::new(keys),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let begun =
            app.sessions
                .begin_idempotent(AdminId(3), "POST /api/v1/orders", "receipt-1", b"{}");
        assert_eq!(begun.await.unwrap().1, KeyState::Running);
        let place = format!("POST /api/v1/broadcasts/{}/start", "0".repeat(200));
        let begun = app
            .sessions
            .begin_idempotent(AdminId(3), &place, "receipt-1", b"{}");
        assert_eq!(begun.await.unwrap().1, KeyState::OtherBody);
    }
}
