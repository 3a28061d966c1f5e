//! `notifications` on their way out.

mod alert;
mod claim;
mod record;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::domain::ids::NotificationId;
use marmelad_core::domain::notice::{Alert, ClaimedNotification, NotificationResult};
use marmelad_core::error::PortError;
use marmelad_core::ports::{ClaimNotifications, Outbox};

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry};

pub(super) struct NotificationQueue {
    db: Db,
}

impl NotificationQueue {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_next_due(&self) -> Result<Option<DateTime<Utc>>, Fault> {
        let mut conn = self.db.reader().await?;
        let waiting: Option<DateTime<Utc>> = sqlx::query_scalar(
            "SELECT next_attempt_at FROM notifications WHERE status = 'pending' ORDER BY next_attempt_at LIMIT 1",
        )
        .fetch_optional(&mut *conn)
        .await?;
        let leased: Option<Option<DateTime<Utc>>> = sqlx::query_scalar(
            "SELECT lease_until FROM notifications WHERE status = 'sending' ORDER BY lease_until LIMIT 1",
        )
        .fetch_optional(&mut *conn)
        .await?;
        Ok(waiting.into_iter().chain(leased.flatten()).min())
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

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortError> {
        Ok(self.try_next_due().await?)
    }
}
