//! `revoked_tokens`.

use async_trait::async_trait;
use marmelad_core::kernel::{AdminId, PortError, to_millis};
use marmelad_core::sessions::{RevokeSession, Sessions};
use marmelad_core::staff::Admin;

use super::super::dialect::Db;
use super::admins;
use crate::sql::fault::{Fault, retry, unless_taken};

pub(super) struct RevokedTokens {
    db: Db,
}

impl RevokedTokens {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_revoke(&self, command: &RevokeSession) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        let done = sqlx::query(
            "INSERT INTO revoked_tokens (jti, admin_id, expires_at, created_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&command.jti)
        .bind(command.admin_id.0)
        .bind(to_millis(command.expires_at))
        .bind(to_millis(command.now))
        .execute(&mut *tx)
        .await;
        if unless_taken(done)?.is_some() {
            tx.commit().await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Sessions for RevokedTokens {
    async fn admin_of(&self, admin_id: AdminId, jti: &str) -> Result<Option<Admin>, PortError> {
        let find = async {
            admins::find_unless_revoked(&mut *self.db.reader().await?, admin_id, jti).await
        };
        Ok(find.await?)
    }

    async fn revoke(&self, command: RevokeSession) -> Result<(), PortError> {
        retry(|| self.try_revoke(&command)).await
    }
}
