//! The calendar: `scheduler_runs`, and what the daily jobs write.
//!
//! No scheduler is the leader. Each batch reads candidates without a lock, locks them, checks them again, and marks them
//! in the same transaction: of two schedulers with the same batch the second finds nothing left.

mod birthday_candidates;
mod greet;
mod remind;
pub(super) mod sweep;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::calendar::{Calendar, GreetBatch, Greeted, Leftover, RemindBatch, Reminded};
use marmelad_core::clients::{MessageClass, may_send};
use marmelad_core::discounts::DiscountSource;
use marmelad_core::kernel::{Address, PortError, TelegramId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};
use marmelad_core::staff::{NotificationGroup, Role};
use marmelad_core::system::CalendarJob;

use super::Store;
use super::discounts::lock_unreminded;
use super::notifications::{self, enqueue_many};
use super::row::cut;
use super::staff::admins;
use super::statement::{Statement, bind};
use crate::metrics;
use crate::sql::fault::Fault;

/// Characters of a first name in a message.
const FIRST_NAME_CHARS: usize = 64;

#[async_trait]
impl Calendar for Store {
    async fn begin(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        // Asked all day long and mostly in vain; reading locks nothing.
        let now = to_millis(now);
        self.db
            .retry("calendar.begin", async || {
                let sql = "SELECT finished_at FROM scheduler_runs WHERE job = ? AND local_date = ?";
                let run = bind!(sqlx::query_scalar(sql), job.as_str(), day);
                let run: Option<Option<DateTime<Utc>>> =
                    run.fetch_optional(&mut *self.db.reader().await?).await?;
                if let Some(finished_at) = run {
                    return Ok(finished_at.is_none());
                }
                let mut tx = self.db.begin().await?;
                let sql = "INSERT INTO scheduler_runs (job, local_date, created_at, updated_at) \
                           VALUES (?, ?, ?, ?)";
                // A conflict: another scheduler was first, and may even have finished.
                bind!(sqlx::query(sql), job.as_str(), day, now, now).insert_new(&mut tx).await?;
                tx.commit().await?;
                Ok(true)
            })
            .await
    }

    async fn finish(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let now = to_millis(now);
        let sql = "UPDATE scheduler_runs SET finished_at = ?, updated_at = ? \
                   WHERE job = ? AND local_date = ? AND finished_at IS NULL";
        self.db
            .run("calendar.finish", || bind!(sqlx::query(sql), now, now, job.as_str(), day))
            .await
    }

    async fn greet(&self, batch: GreetBatch) -> Result<Greeted, PortError> {
        let (candidates, more_after) = self
            .db
            .read("calendar.birthday_candidates", async |mut conn| {
                birthday_candidates::find(&mut conn, &batch).await
            })
            .await?;
        let nobody = Greeted { more_after, ..Greeted::default() };
        if candidates.is_empty() {
            return Ok(nobody);
        }
        let greeted = self
            .db
            .transaction("calendar.greet", async |mut tx| {
                let clients = birthday_candidates::lock(&mut tx, &batch, &candidates).await?;
                if clients.is_empty() {
                    return Ok(nobody);
                }
                let gifts = greet::give(&mut tx, &batch, &clients).await?;
                greet::mark_celebrated(&mut tx, &batch, &clients).await?;
                let greetings: Vec<NotificationDraft> = clients
                    .iter()
                    .map(|client| greet::greeting(&batch, client, gifts.given.get(&client.id())))
                    .collect();
                enqueue_many(&mut tx, &greetings, batch.send_at, batch.now).await?;
                Ok(Greeted {
                    greeted: greet::count(clients.len()),
                    with_code: greet::count(gifts.given.len()),
                    without_free_code: greet::count(gifts.without_free_code),
                    more_after,
                })
            })
            .await?;
        metrics::codes_issued(DiscountSource::Birthday.as_str(), u64::from(greeted.with_code));
        Ok(greeted)
    }

    async fn remind(&self, batch: RemindBatch) -> Result<Reminded, PortError> {
        let (candidates, more_after) = self
            .db
            .read("calendar.reminder_candidates", async |mut conn| {
                remind::candidates(&mut conn, &batch).await
            })
            .await?;
        let none = Reminded { reminded: 0, more_after };
        if candidates.is_empty() {
            return Ok(none);
        }
        self.db
            .transaction("calendar.remind", async |mut tx| {
                let mut ending = lock_unreminded(&mut tx, candidates.iter().copied()).await?;
                ending.retain(|discount| remind::is_worth_it(&batch, discount));
                if ending.is_empty() {
                    return Ok(none);
                }
                // The clients need no lock: anonymising needs the locked discounts, and opting out is checked again
                // when the notification is sent.
                let holders = remind::holders(&mut tx, &ending).await?;
                let reminders: Vec<NotificationDraft> = ending
                    .iter()
                    .filter_map(|discount| {
                        let holder = holders.get(&discount.user_id)?;
                        let contact = holder.contact.state();
                        may_send(MessageClass::Marketing, contact, batch.needs_consent).ok()?;
                        let chat = Address::from(TelegramId(holder.telegram_id));
                        let name = holder.first_name.as_deref();
                        let name = name.map(|name| cut(name, FIRST_NAME_CHARS));
                        Some(NotificationDraft::reminder(chat, name, discount))
                    })
                    .collect();
                // Marked whether reminded or not: the moment of the reminder is over.
                remind::mark(&mut tx, &batch, &ending).await?;
                enqueue_many(&mut tx, &reminders, batch.send_at, batch.now).await?;
                Ok(Reminded {
                    reminded: u32::try_from(reminders.len()).unwrap_or(u32::MAX),
                    more_after,
                })
            })
            .await
    }

    async fn queue_digest(
        &self,
        notice: Notice,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError> {
        self.db
            .transaction("calendar.queue_digest", async |mut tx| {
                let mut queued = 0;
                for admin in admins::all(&mut tx).await? {
                    let reads_it = admin.is_active
                        && admin.role == Role::Owner
                        && admin.is_in(NotificationGroup::DailyReport);
                    if reads_it {
                        let draft = NotificationDraft::digest(notice.clone(), day, &admin, now);
                        notifications::enqueue(&mut tx, &draft, now).await?;
                        queued += 1;
                    }
                }
                Ok(queued)
            })
            .await
    }

    async fn sweep(&self, leftover: Leftover, before: DateTime<Utc>) -> Result<u64, PortError> {
        self.db.delete_in_batches("calendar.sweep", sweep::delete_old(leftover), before).await
    }

    async fn refresh_statistics(&self) -> Result<(), PortError> {
        Ok(self.db.refresh_statistics().await.map_err(Fault::from)?)
    }
}
