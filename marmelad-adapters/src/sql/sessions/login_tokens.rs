//! `login_tokens`: one-time tokens by which admins log in, stored as hashes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, PortError, to_millis};
use marmelad_core::sessions::{LoginTokens, NewLoginToken};
use marmelad_core::staff::Admin;

use super::super::staff::admins;
use super::super::statement::{Statement, bind};
use super::super::{Store, audit};

#[async_trait]
impl LoginTokens for Store {
    async fn add(&self, command: NewLoginToken) -> Result<(), PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("login_tokens.add", async |mut tx| {
                let sql = "INSERT INTO login_tokens (hash, admin_id, expires_at, created_at, \
                           updated_at) VALUES (?, ?, ?, ?, ?)";
                bind!(
                    sqlx::query(sql),
                    &command.hash,
                    command.admin_id.0,
                    to_millis(command.expires_at),
                    now,
                    now
                )
                .run(&mut tx)
                .await?;
                audit::append(&mut tx, command.audit.clone(), command.now).await
            })
            .await
    }

    async fn consume(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Admin>, PortError> {
        let now = to_millis(now);
        self.db
            .transaction("login_tokens.consume", async |mut tx| {
                let sql = "UPDATE login_tokens SET used_at = ?, updated_at = ? \
                           WHERE hash = ? AND used_at IS NULL AND expires_at >= ?";
                let used = bind!(sqlx::query(sql), now, now, hash, now).changes(&mut tx).await?;
                if used == 0 {
                    return Ok(None);
                }
                let sql = "SELECT admin_id FROM login_tokens WHERE hash = ?";
                let admin: i64 = sqlx::query_scalar(sql).bind(hash).fetch_one(&mut *tx).await?;
                admins::find(&mut tx, AdminId(admin)).await
            })
            .await
    }
}
