//! What is done by the calendar: `scheduler_runs` and what the jobs write.
//!
//! No scheduler is the leader. Each batch looks without a lock for rows that may be due, locks those, looks again,
//! and marks them in the same transaction: of schedulers that meet at a batch the second finds nothing left.

mod digest;
mod greet;
mod guests;
mod numbers;
mod remind;
mod runs;
mod sweep;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::calendar::{Calendar, GreetBatch, Greeted, Leftover, RemindBatch, Reminded};
use marmelad_core::kernel::PortError;
use marmelad_core::notifications::Notice;
use marmelad_core::reports::{Attention, DayNumbers};
use marmelad_core::system::CalendarJob;

use super::super::dialect::Db;
use crate::sql::fault::{Fault, retry};

pub(super) struct JobCalendar {
    db: Db,
}

impl JobCalendar {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl Calendar for JobCalendar {
    async fn begin(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError> {
        retry(|| runs::begin(&self.db, job, day, now)).await
    }

    async fn finish(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        retry(|| runs::finish(&self.db, job, day, now)).await
    }

    async fn greet(&self, batch: GreetBatch) -> Result<Greeted, PortError> {
        retry(|| greet::greet(&self.db, &batch)).await
    }

    async fn remind(&self, batch: RemindBatch) -> Result<Reminded, PortError> {
        retry(|| remind::remind(&self.db, &batch)).await
    }

    async fn day_numbers(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<DayNumbers, PortError> {
        Ok(numbers::of_day(&self.db, from, to).await?)
    }

    async fn attention(&self, now: DateTime<Utc>) -> Result<Attention, PortError> {
        Ok(digest::attention(&self.db, now).await?)
    }

    async fn queue_digest(
        &self,
        notice: Notice,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError> {
        retry(|| digest::queue(&self.db, &notice, day, now)).await
    }

    async fn sweep(&self, leftover: Leftover, before: DateTime<Utc>) -> Result<u64, PortError> {
        let mut swept = 0;
        loop {
            let gone = retry(|| sweep::some(&self.db, leftover, before)).await?;
            swept += gone;
            if gone == 0 {
                return Ok(swept);
            }
        }
    }

    async fn refresh_statistics(&self) -> Result<(), PortError> {
        Ok(self.db.refresh_statistics().await.map_err(Fault::from)?)
    }
}
