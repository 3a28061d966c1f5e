//! Sessions of the panel: `revoked_tokens`, `login_tokens`, and the idempotency keys of requests.

pub(super) mod idempotency;
mod login_tokens;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, PortError, to_millis};
use marmelad_core::sessions::{AccessClaims, Sessions};
use marmelad_core::staff::Admin;

use super::Store;
use super::staff::admins;
use super::statement::{Statement, bind};

#[async_trait]
impl Sessions for Store {
    async fn admin_of(&self, admin_id: AdminId, jti: &str) -> Result<Option<Admin>, PortError> {
        self.db
            .read("sessions.admin_of", async |mut conn| {
                admins::find_unless_revoked(&mut conn, admin_id, jti).await
            })
            .await
    }

    async fn revoke(&self, token: &AccessClaims, now: DateTime<Utc>) -> Result<(), PortError> {
        self.db
            .transaction("sessions.revoke", async |mut tx| {
                let sql = "INSERT INTO revoked_tokens (jti, admin_id, expires_at, created_at) \
                           VALUES (?, ?, ?, ?)";
                bind!(
                    sqlx::query(sql),
                    &token.jti,
                    token.admin_id.0,
                    to_millis(token.expires_at),
                    to_millis(now)
                )
                .insert(&mut tx)
                .await?;
                Ok(())
            })
            .await
    }
}
