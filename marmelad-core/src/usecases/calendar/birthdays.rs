//! The birthday greetings of a day.

use chrono::{DateTime, NaiveDate, Utc};

use super::BATCH;
use crate::App;
use crate::domain::birthday::{BirthdayRule, due_on};
use crate::domain::calendar::{CalendarJob, due_day, marketing_slot};
use crate::domain::ids::UserId;
use crate::domain::settings::Settings;
use crate::domain::zone::end_of_day;
use crate::ports::{GreetBatch, Greeted, PortError};
use crate::usecases::CODE_TRIES;

/// What a look at the calendar came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome<T> {
    /// Not its hour yet.
    NotYet,
    /// It was finished before, by whichever scheduler; nothing was done.
    Finished,
    /// Done now.
    Done(T),
    /// Due, but the quiet hours last until the day ends: dropped for today.
    Silenced,
}

/// The greetings of one local day, those of this scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BirthdayRun {
    /// Clients greeted.
    pub greeted: u32,
    /// Those of them who got a code.
    pub with_code: u32,
    /// Those who got none because every code tried was taken: the code space may be nearly full.
    pub without_free_code: u32,
}

impl App {
    /// Greets whoever has their birthday today, from `birthday_greeting_hour` on, in batches. A run that was
    /// interrupted is gone on with; any number of schedulers may run it at once.
    pub async fn greet_birthdays(&self) -> Result<JobOutcome<BirthdayRun>, PortError> {
        let (settings, zone, now) = (self.settings().await?, self.context.zone, self.now());
        let job = CalendarJob::Birthdays;
        let Some(day) = due_day(now, settings.birthday_greeting_hour(), zone) else {
            return Ok(JobOutcome::NotYet);
        };
        if !self.ports.calendar.begin(job, day, now).await? {
            return Ok(JobOutcome::Finished);
        }
        let mut run = BirthdayRun::default();
        for birthday_md in due_on(day) {
            let mut after = Some(UserId(0));
            while let Some(last) = after {
                let Some(batch) = self.greet_batch(&settings, day, birthday_md, last) else {
                    return self.finish_silenced(job, day).await;
                };
                let greeted = self.ports.calendar.greet(batch).await?;
                run.add(&greeted);
                after = greeted.more_after;
            }
        }
        self.ports.calendar.finish(job, day, self.now()).await?;
        Ok(JobOutcome::Done(run))
    }

    /// The next batch, by the clock as it is then; `None` when nothing of it could be sent on the day any more.
    fn greet_batch(
        &self,
        settings: &Settings,
        day: NaiveDate,
        birthday_md: u16,
        after: UserId,
    ) -> Option<GreetBatch> {
        let (zone, now) = (self.context.zone, self.now());
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
            codes: (0..draws).map(|_| self.ports.codes.draw()).collect(),
            send_at,
            send_before: end_of_day(day, zone),
            now,
            zone,
        })
    }

    /// Ends a job of which nothing can be sent any more.
    pub(super) async fn finish_silenced<T>(
        &self,
        job: CalendarJob,
        day: NaiveDate,
    ) -> Result<JobOutcome<T>, PortError> {
        let now: DateTime<Utc> = self.now();
        self.ports.calendar.finish(job, day, now).await?;
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
    use std::sync::Arc;

    use mockall::predicate::{always, eq};

    use super::*;
    use crate::ports::{MockCalendar, Ports};
    use crate::usecases::testing::{app_at, codes};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn app(now: &str, calendar: MockCalendar) -> App {
        let ports = Ports {
            calendar: Arc::new(calendar),
            codes: codes(),
            ..Ports::mocked()
        };
        app_at(now, ports)
    }

    #[tokio::test]
    async fn before_the_hour_nobody_is_asked() {
        let app = app("2026-03-04T22:59:59Z", MockCalendar::new());
        assert_eq!(
            app.calendar.greet_birthdays().await.unwrap(),
            JobOutcome::NotYet
        );
    }

    #[tokio::test]
    async fn a_finished_day_is_left_alone() {
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().returning(|_, _, _| Ok(false));
        let app = app("2026-03-05T02:00:00Z", calendar);
        assert_eq!(
            app.calendar.greet_birthdays().await.unwrap(),
            JobOutcome::Finished
        );
    }

    #[tokio::test]
    async fn batches_go_on_until_there_are_no_more_for_each_birthday_of_the_day() {
        let mut calendar = MockCalendar::new();
        let (job, day) = (CalendarJob::Birthdays, date("2026-02-28"));
        calendar
            .expect_begin()
            .once()
            .with(eq(job), eq(day), always())
            .returning(|_, _, _| Ok(true));
        for (md, after, more) in [
            (228, 0, Some(UserId(200))),
            (228, 200, None),
            (229, 0, None),
        ] {
            calendar
                .expect_greet()
                .once()
                .withf(move |batch| {
                    (batch.birthday_md, batch.after) == (md, UserId(after))
                        && batch.codes.len() == 1000
                        && batch.send_at == batch.now
                        && batch.send_before
                            == "2026-02-28T13:59:59.999Z".parse::<DateTime<Utc>>().unwrap()
                })
                .returning(move |_| {
                    Ok(Greeted {
                        greeted: 3,
                        with_code: 2,
                        without_free_code: 1,
                        more_after: more,
                    })
                });
        }
        calendar
            .expect_finish()
            .once()
            .with(eq(job), eq(day), always())
            .returning(|_, _, _| Ok(()));
        let run = BirthdayRun {
            greeted: 9,
            with_code: 6,
            without_free_code: 3,
        };
        // The hour has begun: 9:00 is not quiet any more.
        let app = app("2026-02-27T23:00:00Z", calendar);
        assert_eq!(
            app.calendar.greet_birthdays().await.unwrap(),
            JobOutcome::Done(run)
        );
    }

    #[tokio::test]
    async fn what_the_quiet_hours_swallow_is_dropped_for_the_day() {
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().returning(|_, _, _| Ok(true));
        calendar.expect_finish().once().returning(|_, _, _| Ok(()));
        // Down from before nine to half past nine in the evening.
        let app = app("2026-03-05T11:30:00Z", calendar);
        assert_eq!(
            app.calendar.greet_birthdays().await.unwrap(),
            JobOutcome::Silenced
        );
    }
}
