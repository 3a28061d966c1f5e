//! `telegram_updates`: each update once, those of one chat in order.
//!
//! Whoever puts a chat's updates in order first locks the chat's lane, a row of `lanes`. So of
//! two processes that take in updates of one chat at once, the second sees what the first decided.

mod accept;
mod finish;
mod turn;
mod waiting;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::Backlog;
use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, InboxClaim, IncomingUpdate, UpdateInbox};
use marmelad_core::kernel::{BotKind, PortError, to_millis};

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry};

pub(super) struct Inbox {
    db: Db,
}

/// Rows forgotten in one transaction: it must not hold up those who work.
const FORGET_AT_ONCE: i64 = 1000;

impl Inbox {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_backlog(&self) -> Result<Backlog, Fault> {
        let mut conn = self.db.reader().await?;
        let (count, oldest): (i64, Option<DateTime<Utc>>) = sqlx::query_as(
            "SELECT COUNT(*), MIN(created_at) FROM telegram_updates WHERE status IN ('pending', 'handling')",
        )
        .fetch_one(&mut *conn)
        .await?;
        Ok(Backlog {
            depth: u64::try_from(count).unwrap_or_default(),
            due_since: oldest,
        })
    }

    async fn try_forget_some(&self, before: DateTime<Utc>) -> Result<u64, Fault> {
        let mut tx = self.db.begin().await?;
        // The derived table is for MySQL, which refuses LIMIT right inside IN.
        let gone = sqlx::query(
            "DELETE FROM telegram_updates WHERE id IN (SELECT id FROM \
             (SELECT id FROM telegram_updates WHERE status = 'done' AND created_at < ? LIMIT ?) AS old)",
        )
        .bind(to_millis(before))
        .bind(FORGET_AT_ONCE)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(gone.rows_affected())
    }
}

#[async_trait]
impl UpdateInbox for Inbox {
    async fn accept(
        &self,
        bot: BotKind,
        updates: Vec<IncomingUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        retry(|| accept::accept(&self.db, bot, &updates, &claim)).await
    }

    async fn finish(
        &self,
        bot: BotKind,
        ended: Vec<EndedUpdate>,
        claim: InboxClaim,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        retry(|| finish::finish(&self.db, bot, &ended, &claim)).await
    }

    async fn claim_waiting(
        &self,
        bot: BotKind,
        claim: InboxClaim,
        limit: u32,
    ) -> Result<Vec<ClaimedUpdate>, PortError> {
        retry(|| waiting::claim_waiting(&self.db, bot, &claim, limit)).await
    }

    async fn backlog(&self) -> Result<Backlog, PortError> {
        Ok(self.try_backlog().await?)
    }

    async fn forget_before(&self, before: DateTime<Utc>) -> Result<u64, PortError> {
        let mut forgotten = 0;
        loop {
            let gone = retry(|| self.try_forget_some(before)).await?;
            forgotten += gone;
            if gone == 0 {
                return Ok(forgotten);
            }
        }
    }
}
