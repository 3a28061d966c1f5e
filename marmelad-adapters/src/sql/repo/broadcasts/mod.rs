//! `broadcasts`, and their recipients as people look at them. Workers use them through `ledger`.

mod again;
mod audience;
mod list;
mod read;
mod row;
mod write;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::broadcasts::{
    AudienceCount, Broadcast, BroadcastList, BroadcastRepo, ChangeBroadcastOutcome, MoneyTrail,
    MoveBroadcast, Reach, RecallBroadcast, RecipientFilter, RecipientList, RecipientLog,
    ReplaceBroadcast, ReplaceBroadcastOutcome, RetryBroadcast, RetryBroadcastOutcome,
    SaveBroadcast, StopBroadcast, TestBroadcast,
};
use marmelad_core::kernel::{BroadcastId, Page, PortError, UserId};
use marmelad_core::people::User;

use super::super::dialect::Db;
use super::counting::Totals;
use crate::sql::fault::{Fault, retry};

pub(super) use audience::{fixed_filter, push_reached};
pub(super) use row::{all, find, lock, select_broadcast};
pub(super) use write::{stop_locked, tell};

pub(super) struct Broadcasts {
    db: Db,
    totals: Totals,
    recipient_totals: Totals,
}

impl Broadcasts {
    pub(super) fn new(db: Db) -> Self {
        Self {
            db,
            totals: Totals::new(),
            recipient_totals: Totals::new(),
        }
    }

    async fn try_find(&self, id: BroadcastId) -> Result<Option<Broadcast>, Fault> {
        find(&mut *self.db.reader().await?, id).await
    }
}

#[async_trait]
impl BroadcastRepo for Broadcasts {
    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn list(&self, list: BroadcastList) -> Result<Page<Broadcast>, PortError> {
        Ok(list::list(&self.db, &self.totals, &list).await?)
    }

    async fn due(&self, now: DateTime<Utc>) -> Result<Vec<Broadcast>, PortError> {
        let due = select_broadcast!(
            "WHERE status = 'scheduled' AND scheduled_at <= ? ORDER BY scheduled_at, id"
        );
        Ok(all(&self.db, due, Some(now)).await?)
    }

    async fn add(&self, command: SaveBroadcast) -> Result<Broadcast, PortError> {
        retry(|| write::add(&self.db, &command)).await
    }

    async fn replace(
        &self,
        command: ReplaceBroadcast,
    ) -> Result<ReplaceBroadcastOutcome, PortError> {
        retry(|| write::replace(&self.db, &command)).await
    }

    async fn delete(
        &self,
        id: BroadcastId,
        audit: AuditEntry,
        now: DateTime<Utc>,
    ) -> Result<ChangeBroadcastOutcome, PortError> {
        retry(|| write::delete(&self.db, id, &audit, now)).await
    }

    async fn advance(&self, command: MoveBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        retry(|| write::advance(&self.db, &command)).await
    }

    async fn stop(&self, command: StopBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        retry(|| write::stop(&self.db, &command)).await
    }

    async fn count_audience(&self, reach: Reach) -> Result<AudienceCount, PortError> {
        Ok(audience::count(&self.db, &reach).await?)
    }

    async fn sample_audience(&self, reach: Reach, limit: u32) -> Result<Vec<User>, PortError> {
        Ok(audience::sample(&self.db, &reach, limit).await?)
    }

    async fn recipients(&self, list: RecipientList) -> Result<Page<RecipientLog>, PortError> {
        Ok(read::recipients(&self.db, &self.recipient_totals, &list).await?)
    }

    async fn recipients_portion(
        &self,
        id: BroadcastId,
        filter: &RecipientFilter,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<RecipientLog>, PortError> {
        Ok(read::recipients_portion(&self.db, id, filter, after, limit).await?)
    }

    async fn test(&self, command: TestBroadcast) -> Result<(), PortError> {
        retry(|| again::test(&self.db, &command)).await
    }

    async fn retry(&self, command: RetryBroadcast) -> Result<RetryBroadcastOutcome, PortError> {
        retry(|| again::retry(&self.db, &command)).await
    }

    async fn recall(&self, command: RecallBroadcast) -> Result<ChangeBroadcastOutcome, PortError> {
        retry(|| again::recall(&self.db, &command)).await
    }

    async fn money_trail(&self, id: BroadcastId) -> Result<MoneyTrail, PortError> {
        Ok(read::money_trail(&self.db, id).await?)
    }
}
