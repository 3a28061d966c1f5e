//! The outbox: workers claim notifications and record the results.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use marmelad_core::alerts::{Alert, Alerts};
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{NotificationId, PortError, to_millis};
use marmelad_core::notifications::{
    ClaimNotifications, ClaimedNotification, Notice, NotificationDraft, NotificationResult, Outbox,
};
use marmelad_core::staff::{Admin, NotificationGroup};
use sha2::{Digest, Sha256};

use super::super::Store;
use super::super::staff::admins;
use super::super::system::leases;
use super::super::system::lock_rows::lock_outbox;
use super::claim::{drop_outdated, due, give_back_expired, give_up, is_anything_due, mark, spent};
use super::record::{end, mark_client_blocked};
use super::{drop_pending, enqueue};
use crate::metrics;

#[async_trait]
impl Alerts for Store {
    async fn raise(
        &self,
        alert: Alert,
        quiet: Option<Duration>,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError> {
        self.db
            .transaction("alerts.raise", async |mut tx| {
                let recipients: Vec<Admin> = admins::all(&mut tx)
                    .await?
                    .into_iter()
                    .filter(|admin| admin.is_active && admin.is_in(NotificationGroup::Alerts))
                    .collect();
                if recipients.is_empty() {
                    return Ok(0);
                }
                // Of any number of processes one gets the lease, which lasts as long as the quiet.
                if let Some(quiet) = quiet {
                    let name = format!("alert:{}", alert.topic());
                    let owner = now.timestamp_millis().to_string();
                    if !leases::take_free(&mut tx, &name, &owner, now, now + quiet).await? {
                        return Ok(0);
                    }
                }
                let notice = Notice::Alert(alert.clone());
                // Tells two alerts of one topic and millisecond apart.
                let digest = Sha256::digest(format!("{alert:?}").as_bytes());
                let mark = hex::encode(&digest[..6]);
                let mut count = 0;
                for admin in recipients {
                    let key = format!(
                        "alert:{}:{}:{mark}:{}",
                        alert.topic(),
                        now.timestamp_millis(),
                        admin.id
                    );
                    let mut draft =
                        NotificationDraft::to_staff(admin.address(), notice.clone(), key, now);
                    draft.bot = alert.bot();
                    enqueue(&mut tx, &draft, now).await?;
                    count += 1;
                }
                Ok(count)
            })
            .await
    }
}

#[async_trait]
impl Outbox for Store {
    async fn claim(
        &self,
        command: ClaimNotifications,
    ) -> Result<Vec<ClaimedNotification>, PortError> {
        let now = to_millis(command.now);
        // Asked all the time and mostly in vain; reading locks nothing.
        let is_anything_due = self
            .db
            .read("outbox.look_for_due", async |mut conn| is_anything_due(&mut conn, now).await)
            .await?;
        if !is_anything_due {
            return Ok(Vec::new());
        }
        let (claimed, dropped) = self
            .db
            .transaction("outbox.claim", async |mut tx| {
                // Without the lock two workers could each claim a notification of the same chat.
                lock_outbox(&mut tx).await?;
                give_back_expired(&mut tx, now).await?;
                let mut dropped = drop_outdated(&mut tx, now).await?;
                let mut chats = HashSet::new();
                let mut claimed = Vec::new();
                let due = due(&mut tx, &command).await?;
                let spent = spent(&mut tx, &due).await?;
                for row in due {
                    if claimed.len() == command.limit as usize {
                        break;
                    }
                    let is_idle = row.reminded_of().is_some_and(|id| spent.contains(&id));
                    if is_idle || row.is_unwanted == Some(true) {
                        // One by one: searching the whole queue with each claim would cost more the longer the queue is.
                        drop_pending(&mut tx, row.id, now).await?;
                        dropped += 1;
                        continue;
                    }
                    if !chats.insert((row.bot.clone(), row.chat_id)) {
                        continue;
                    }
                    let id = row.id;
                    match row.try_into() {
                        Ok(notification) if mark(&mut tx, id, &command).await? => {
                            claimed.push(notification);
                        }
                        Ok(_) => {}
                        // A notification that does not read must not stop the others.
                        Err(fault) => give_up(&mut tx, id, fault, now).await?,
                    }
                }
                Ok((claimed, dropped))
            })
            .await?;
        metrics::notifications_dropped(dropped);
        Ok(claimed)
    }

    async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let now = to_millis(now);
        self.db
            .transaction("outbox.record", async |mut tx| {
                // Clients before notifications: the order in which everybody locks.
                for (id, result) in &results {
                    if matches!(result, NotificationResult::Blocked(_)) {
                        mark_client_blocked(&mut tx, claim_id, *id, now).await?;
                    }
                }
                for (id, result) in &results {
                    end(&mut tx, claim_id, *id, result, now).await?;
                }
                Ok(())
            })
            .await?;
        for (_, result) in &results {
            metrics::notification_tried(result);
        }
        Ok(())
    }

    /// One query per state, so that each uses an index.
    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortError> {
        let now = to_millis(now);
        self.db
            .read("outbox.backlog", async |mut conn| {
                let mut backlog = Backlog::default();
                for sql in [
                    "SELECT COUNT(*), MIN(next_attempt_at) FROM notifications \
                     WHERE status = 'pending'",
                    "SELECT COUNT(*), MIN(lease_until) FROM notifications WHERE status = 'sending'",
                ] {
                    let (count, earliest): (i64, Option<DateTime<Utc>>) =
                        sqlx::query_as(sql).fetch_one(&mut *conn).await?;
                    backlog.depth += u64::try_from(count).unwrap_or_default();
                    let due = earliest.filter(|earliest| *earliest <= now);
                    backlog.due_since = backlog.due_since.into_iter().chain(due).min();
                }
                Ok(backlog)
            })
            .await
    }
}
