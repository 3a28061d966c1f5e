//! The job that greets clients on their birthday.

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{
    BATCH, BirthdayRule, CalendarService, GreetBatch, Greeted, due_day, marketing_slot,
};
use crate::discounts::CODE_TRIES;
use crate::kernel::{ClientId, PortError, end_of_day};
use crate::people::due_on;
use crate::settings::Settings;
use crate::system::CalendarJob;

/// Result of one run of a daily job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome<T> {
    /// The job's hour has not come yet.
    NotYet,
    /// The job of this day was finished earlier, by this or another scheduler.
    Finished,
    Done(T),
    /// The job is due, but quiet hours last until the end of the day: nothing is sent today.
    Silenced,
}

/// What this scheduler did in one run of the greetings job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BirthdayRun {
    /// Clients greeted by this run.
    pub greeted: u32,
    /// Greeted clients who received a code.
    pub with_code: u32,
    /// Greeted clients without a code because every drawn code was taken: codes may be running out.
    pub without_free_code: u32,
}

impl CalendarService {
    /// Greets clients whose birthday is today, from `birthday_greeting_hour` on, in batches.
    /// Continues an interrupted run; several schedulers may run the job at once.
    pub async fn greet_birthdays(&self) -> Result<JobOutcome<BirthdayRun>, PortError> {
        let (settings, zone, now) =
            (self.context.settings().await?, self.context.zone, self.context.now());
        let job = CalendarJob::Birthdays;
        let Some(day) = due_day(now, settings.birthday_greeting_hour(), zone) else {
            return Ok(JobOutcome::NotYet);
        };
        if !self.calendar.begin(job, day, now).await? {
            return Ok(JobOutcome::Finished);
        }
        let mut run = BirthdayRun::default();
        for birthday_md in due_on(day) {
            let mut after = Some(ClientId(0));
            while let Some(last) = after {
                let Some(batch) = self.greet_batch(&settings, day, birthday_md, last) else {
                    return self.finish_silenced(job, day).await;
                };
                let greeted = self.calendar.greet(batch).await?;
                run.add(&greeted);
                after = greeted.more_after;
            }
        }
        self.calendar.finish(job, day, self.context.now()).await?;
        Ok(JobOutcome::Done(run))
    }

    /// The next batch, planned by the current time; `None` when the quiet hours last until the day ends.
    fn greet_batch(
        &self,
        settings: &Settings,
        day: NaiveDate,
        birthday_md: u16,
        after: ClientId,
    ) -> Option<GreetBatch> {
        let (zone, now) = (self.context.zone, self.context.now());
        let send_at = marketing_slot(now, day, settings.quiet_hours(), zone)?;
        let draws = BATCH as usize * CODE_TRIES;
        Some(GreetBatch {
            birthday_md,
            after,
            limit: BATCH,
            rule: BirthdayRule {
                day,
                hold_days: settings.birthday_hold_days(),
                zone,
                needs_consent: settings.privacy_policy_url().is_some(),
            },
            codes: (0..draws).map(|_| self.codes.draw()).collect(),
            send_at,
            send_before: end_of_day(day, zone),
            now,
            zone,
        })
    }

    /// Marks a job as finished whose messages can no longer be sent today.
    pub(super) async fn finish_silenced<T>(
        &self,
        job: CalendarJob,
        day: NaiveDate,
    ) -> Result<JobOutcome<T>, PortError> {
        let now: DateTime<Utc> = self.context.now();
        self.calendar.finish(job, day, now).await?;
        Ok(JobOutcome::Silenced)
    }
}

impl BirthdayRun {
    fn add(&mut self, batch: &Greeted) {
        self.greeted += batch.greeted;
        self.with_code += batch.with_code;
        self.without_free_code += batch.without_free_code;
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use mockall::predicate::{always, eq};

    use super::*;
    use crate::Ports;
    use crate::calendar::MockCalendar;
    use crate::testing::{app_at, codes};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn app(now: &str, calendar: MockCalendar) -> App {
        let ports = Ports { calendar: Arc::new(calendar), codes: codes(), ..Ports::mocked() };
        app_at(now, ports)
    }

    #[tokio::test]
    async fn before_the_hour_no_client_is_read() {
        let app = app("2026-03-04T22:59:59Z", MockCalendar::new());
        assert_eq!(app.calendar.greet_birthdays().await.unwrap(), JobOutcome::NotYet);
    }

    #[tokio::test]
    async fn a_finished_day_is_not_run_again() {
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().returning(|_, _, _| Ok(false));
        let app = app("2026-03-05T02:00:00Z", calendar);
        assert_eq!(app.calendar.greet_birthdays().await.unwrap(), JobOutcome::Finished);
    }

    #[tokio::test]
    async fn batches_continue_until_no_client_is_left_for_each_birthday_of_the_day() {
        let mut calendar = MockCalendar::new();
        let (job, day) = (CalendarJob::Birthdays, date("2026-02-28"));
        calendar
            .expect_begin()
            .once()
            .with(eq(job), eq(day), always())
            .returning(|_, _, _| Ok(true));
        for (md, after, more) in [(228, 0, Some(ClientId(200))), (228, 200, None), (229, 0, None)] {
            calendar
                .expect_greet()
                .once()
                .withf(move |batch| {
                    (batch.birthday_md, batch.after) == (md, ClientId(after))
                        && batch.codes.len() == 1000
                        && batch.send_at == batch.now
                        && batch.send_before
                            == "2026-02-28T13:59:59.999Z".parse::<DateTime<Utc>>().unwrap()
                })
                .returning(move |_| {
                    Ok(Greeted { greeted: 3, with_code: 2, without_free_code: 1, more_after: more })
                });
        }
        calendar
            .expect_finish()
            .once()
            .with(eq(job), eq(day), always())
            .returning(|_, _, _| Ok(()));
        let run = BirthdayRun { greeted: 9, with_code: 6, without_free_code: 3 };
        // 09:00 is the end of the quiet hours and the hour of the greetings.
        let app = app("2026-02-27T23:00:00Z", calendar);
        assert_eq!(app.calendar.greet_birthdays().await.unwrap(), JobOutcome::Done(run));
    }

    #[tokio::test]
    async fn greetings_are_dropped_when_quiet_hours_last_until_midnight() {
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().returning(|_, _, _| Ok(true));
        calendar.expect_finish().once().returning(|_, _, _| Ok(()));
        // The scheduler was down from before 09:00 until 21:30.
        let app = app("2026-03-05T11:30:00Z", calendar);
        assert_eq!(app.calendar.greet_birthdays().await.unwrap(), JobOutcome::Silenced);
    }
}
