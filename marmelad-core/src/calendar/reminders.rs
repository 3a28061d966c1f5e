//! The job that reminds clients of discounts about to expire.

use crate::calendar::{
    BATCH, CalendarService, JobOutcome, RemindBatch, ReminderWindow, due_day, marketing_slot,
};
use crate::kernel::PortError;
use crate::system::CalendarJob;

impl CalendarService {
    /// Queues reminders of discounts whose last day is `reminder_days_before` days ahead, from
    /// `reminder_hour` on, in batches. Returns the number of reminders. Several schedulers may run
    /// the job at once.
    pub async fn remind_of_discounts(&self) -> Result<JobOutcome<u32>, PortError> {
        let (settings, zone, now) =
            (self.context.settings().await?, self.context.zone, self.context.now());
        let (job, hour) = (CalendarJob::Reminders, settings.reminder_hour());
        let Some(day) = due_day(now, hour, zone) else {
            return Ok(JobOutcome::NotYet);
        };
        let window = ReminderWindow::of(day, hour, settings.reminder_days_before(), zone);
        let Some(window) = window else {
            return Ok(JobOutcome::NotYet);
        };
        if !self.calendar.begin(job, day, now).await? {
            return Ok(JobOutcome::Finished);
        }
        let (mut count, mut after) = (0, None);
        loop {
            let now = self.context.now();
            let slot = marketing_slot(now, day, settings.quiet_hours(), zone);
            let Some(send_at) = slot else {
                return self.finish_silenced(job, day).await;
            };
            let batch = RemindBatch {
                window,
                after,
                limit: BATCH,
                needs_consent: settings.privacy_policy_url().is_some(),
                send_at,
                now,
            };
            let reminded = self.calendar.remind(batch).await?;
            count += reminded.reminded;
            after = reminded.more_after;
            if after.is_none() {
                break;
            }
        }
        self.calendar.finish(job, day, self.context.now()).await?;
        Ok(JobOutcome::Done(count))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::calendar::{MockCalendar, Reminded, ReminderMark};
    use crate::kernel::DiscountId;
    use crate::testing::{NOW, app_at};

    #[tokio::test]
    async fn each_batch_continues_where_the_last_one_ended() {
        let mark = ReminderMark {
            expires_at: "2026-03-08T13:59:59.999Z".parse().unwrap(),
            id: DiscountId(200),
        };
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().once().returning(|_, _, _| Ok(true));
        for (after, more_after) in [(None, Some(mark)), (Some(mark), None)] {
            calendar
                .expect_remind()
                .once()
                .withf(move |batch| batch.after == after && batch.window.to == mark.expires_at)
                .returning(move |_| Ok(Reminded { reminded: 4, more_after }));
        }
        calendar.expect_finish().once().returning(|_, _, _| Ok(()));
        let ports = Ports { calendar: Arc::new(calendar), ..Ports::mocked() };
        // 12:00 is the hour of the reminders.
        let app = app_at(NOW, ports);
        assert_eq!(app.calendar.remind_of_discounts().await.unwrap(), JobOutcome::Done(8));
    }

    #[tokio::test]
    async fn before_the_hour_no_discount_is_read() {
        let app = app_at("2026-03-05T01:59:59.999Z", Ports::mocked());
        assert_eq!(app.calendar.remind_of_discounts().await.unwrap(), JobOutcome::NotYet);
    }
}
