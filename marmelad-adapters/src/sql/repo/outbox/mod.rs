//! `notifications` on their way out.

mod alert;
mod claim;
mod record;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::Alert;
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{NotificationId, PortError, to_millis};
use marmelad_core::notifications::{
    ClaimNotifications, ClaimedNotification, NotificationResult, Outbox,
};

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry};

pub(super) struct NotificationQueue {
    db: Db,
}

impl NotificationQueue {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    /// Each state has a query of its own, so that each goes by an index.
    async fn try_backlog(&self, now: DateTime<Utc>) -> Result<Backlog, Fault> {
        let mut conn = self.db.reader().await?;
        let mut backlog = Backlog::default();
        for sql in [
            "SELECT COUNT(*), MIN(next_attempt_at) FROM notifications WHERE status = 'pending'",
            "SELECT COUNT(*), MIN(lease_until) FROM notifications WHERE status = 'sending'",
        ] {
            let (count, earliest): (i64, Option<DateTime<Utc>>) =
                sqlx::query_as(sql).fetch_one(&mut *conn).await?;
            backlog.depth += u64::try_from(count).unwrap_or_default();
            let due = earliest.filter(|earliest| *earliest <= now);
            backlog.due_since = backlog.due_since.into_iter().chain(due).min();
        }
        Ok(backlog)
    }
}

#[async_trait]
impl Outbox for NotificationQueue {
    async fn alert(
        &self,
        alert: Alert,
        quiet: Option<Duration>,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError> {
        retry(|| alert::queue(&self.db, &alert, quiet, now)).await
    }

    async fn claim(
        &self,
        command: ClaimNotifications,
    ) -> Result<Vec<ClaimedNotification>, PortError> {
        retry(|| claim::claim(&self.db, &command)).await
    }

    async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| record::record(&self.db, claim_id, &results, now)).await
    }

    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortError> {
        Ok(self.try_backlog(to_millis(now)).await?)
    }
}
