//! The reminders of a day.

use super::{BATCH, JobOutcome};
use crate::App;
use crate::domain::calendar::{CalendarJob, ReminderWindow, due_day, marketing_slot};
use crate::ports::{PortError, RemindBatch};

impl App {
    /// Reminds clients of the discounts whose last day is `reminder_days_before` days ahead, from `reminder_hour` on,
    /// in batches; how many. Any number of schedulers may run it at once.
    pub async fn remind_of_discounts(&self) -> Result<JobOutcome<u32>, PortError> {
        let (settings, zone, now) = (self.settings().await?, self.context.zone, self.now());
        let (job, hour) = (CalendarJob::Reminders, settings.reminder_hour());
        let Some(day) = due_day(now, hour, zone) else {
            return Ok(JobOutcome::NotYet);
        };
        let window = ReminderWindow::of(day, hour, settings.reminder_days_before(), zone);
        let Some(window) = window else {
            return Ok(JobOutcome::NotYet);
        };
        if !self.ports.calendar.begin(job, day, now).await? {
            return Ok(JobOutcome::Finished);
        }
        let (mut count, mut after) = (0, None);
        loop {
            let now = self.now();
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
            let reminded = self.ports.calendar.remind(batch).await?;
            count += reminded.reminded;
            after = reminded.more_after;
            if after.is_none() {
                break;
            }
        }
        self.ports.calendar.finish(job, day, self.now()).await?;
        Ok(JobOutcome::Done(count))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::ids::DiscountId;
    use crate::ports::{MockCalendar, Ports, Reminded, ReminderMark};
    use crate::usecases::testing::{NOW, app_at};

    #[tokio::test]
    async fn batches_go_on_where_the_last_ended() {
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
                .returning(move |_| {
                    Ok(Reminded {
                        reminded: 4,
                        more_after,
                    })
                });
        }
        calendar.expect_finish().once().returning(|_, _, _| Ok(()));
        let ports = Ports {
            calendar: Arc::new(calendar),
            ..Ports::mocked()
        };
        // Noon, the hour of reminders.
        let app = app_at(NOW, ports);
        assert_eq!(
            app.calendar.remind_of_discounts().await.unwrap(),
            JobOutcome::Done(8)
        );
    }

    #[tokio::test]
    async fn before_noon_nobody_is_asked() {
        let app = app_at("2026-03-05T01:59:59.999Z", Ports::mocked());
        assert_eq!(
            app.calendar.remind_of_discounts().await.unwrap(),
            JobOutcome::NotYet
        );
    }
}
