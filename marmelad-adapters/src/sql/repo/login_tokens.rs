//! `login_tokens`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, PortError, to_millis};
use marmelad_core::sessions::{LoginTokens, NewLoginToken};
use marmelad_core::staff::Admin;

use super::super::dialect::Db;
use super::{admins, audit};
use crate::sql::fault::{Fault, retry};

pub(super) struct HashedTokens {
    db: Db,
}

impl HashedTokens {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_add(&self, command: &NewLoginToken) -> Result<(), Fault> {
        let now = to_millis(command.now);
        let mut tx = self.db.begin().await?;
        sqlx::query(
            "INSERT INTO login_tokens (hash, admin_id, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&command.hash)
        .bind(command.admin_id.0)
        .bind(to_millis(command.expires_at))
        .bind(now)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        audit::append(&mut tx, command.audit.clone(), command.now).await?;
        Ok(tx.commit().await?)
    }

    async fn try_consume(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Admin>, Fault> {
        let now = to_millis(now);
        let mut tx = self.db.begin().await?;
        let used = sqlx::query(
            "UPDATE login_tokens SET used_at = ?, updated_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at >= ?",
        )
        .bind(now)
        .bind(now)
        .bind(hash)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if used.rows_affected() == 0 {
            return Ok(None);
        }
        let admin: i64 = sqlx::query_scalar("SELECT admin_id FROM login_tokens WHERE hash = ?")
            .bind(hash)
            .fetch_one(&mut *tx)
            .await?;
        let admin = admins::find(&mut tx, AdminId(admin)).await?;
        tx.commit().await?;
        Ok(admin)
    }
}

#[async_trait]
impl LoginTokens for HashedTokens {
    async fn add(&self, command: NewLoginToken) -> Result<(), PortError> {
        retry(|| self.try_add(&command)).await
    }

    async fn consume(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Admin>, PortError> {
        retry(|| self.try_consume(hash, now)).await
    }
}
