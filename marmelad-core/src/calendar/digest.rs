//! The morning digest for owners, and the numbers of today for `/stats`.

use chrono::Days;

use crate::calendar::{CalendarService, JobOutcome, due_day};
use crate::kernel::{PortError, TelegramId, start_of_day};
use crate::notifications::Notice;
use crate::reports::DayNumbers;
use crate::staff::Role;
use crate::system::CalendarJob;

/// Answer to the command `/stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsOutcome {
    /// Numbers of the local day so far.
    Today(DayNumbers),
    /// The person is not an active owner.
    NotAllowed,
}

impl CalendarService {
    /// Queues the digest (yesterday's numbers and what needs attention) to every active owner with
    /// `daily_report`, from `digest_hour` on, once per local day. Returns the number of recipients.
    pub async fn send_digest(&self) -> Result<JobOutcome<u32>, PortError> {
        let (settings, zone, now) =
            (self.context.settings().await?, self.context.zone, self.context.now());
        let job = CalendarJob::Digest;
        let today = due_day(now, settings.digest_hour(), zone);
        let Some((today, yesterday)) =
            today.and_then(|day| Some((day, day.checked_sub_days(Days::new(1))?)))
        else {
            return Ok(JobOutcome::NotYet);
        };
        let calendar = &self.calendar;
        if !calendar.begin(job, today, now).await? {
            return Ok(JobOutcome::Finished);
        }
        let (from, to) = (start_of_day(yesterday, zone), start_of_day(today, zone));
        let notice = Notice::Digest {
            day: yesterday,
            numbers: self.reports.day_numbers(from, to).await?,
            attention: self.reports.attention(now).await?,
        };
        let told = calendar.queue_digest(notice, today, now).await?;
        calendar.finish(job, today, self.context.now()).await?;
        Ok(JobOutcome::Done(told))
    }

    /// Numbers of the local day so far, if the chat belongs to an active owner.
    pub async fn stats_of_today(&self, chat: TelegramId) -> Result<StatsOutcome, PortError> {
        let admin = self.admins.find_by_telegram_id(chat).await?;
        if !admin.is_some_and(|admin| admin.is_active && admin.role == Role::Owner) {
            return Ok(StatsOutcome::NotAllowed);
        }
        let zone = self.context.zone;
        let today = self.context.today();
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let (from, to) = (start_of_day(today, zone), start_of_day(tomorrow, zone));
        let numbers = self.reports.day_numbers(from, to).await?;
        Ok(StatsOutcome::Today(numbers))
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::MockReports;
    use std::sync::Arc;

    use chrono::{DateTime, Utc};
    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::calendar::MockCalendar;
    use crate::reports::Attention;
    use crate::staff::{Admin, MockAdminRepo};
    use crate::testing::{NOW, admin, app_at};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn numbers() -> DayNumbers {
        DayNumbers { redeemed: 42, ..DayNumbers::default() }
    }

    #[tokio::test]
    async fn the_digest_is_about_the_local_yesterday() {
        let mut calendar = MockCalendar::new();
        calendar.expect_begin().once().returning(|_, _, _| Ok(true));
        let mut reports = MockReports::new();
        reports
            .expect_day_numbers()
            .once()
            .withf(|from, to| {
                (*from, *to) == (at("2026-03-03T14:00:00Z"), at("2026-03-04T14:00:00Z"))
            })
            .returning(|_, _| Ok(numbers()));
        reports.expect_attention().once().returning(|_| Ok(Attention::default()));
        calendar
            .expect_queue_digest()
            .once()
            .withf(|notice, day, _| {
                matches!(notice, Notice::Digest { day, .. } if day.to_string() == "2026-03-04")
                    && day.to_string() == "2026-03-05"
            })
            .returning(|_, _, _| Ok(2));
        calendar.expect_finish().once().returning(|_, _, _| Ok(()));
        let ports =
            Ports { calendar: Arc::new(calendar), reports: Arc::new(reports), ..Ports::mocked() };
        let app = app_at("2026-03-04T23:00:00Z", ports);
        assert_eq!(app.calendar.send_digest().await.unwrap(), JobOutcome::Done(2));
    }

    #[rstest]
    #[case::owner(|_: &mut Admin| {}, true)]
    #[case::marketing(|admin: &mut Admin| admin.role = Role::Marketing, false)]
    #[case::switched_off(|admin: &mut Admin| admin.is_active = false, false)]
    #[tokio::test]
    async fn only_owners_see_numbers(#[case] change: fn(&mut Admin), #[case] allowed: bool) {
        let mut asking = admin();
        change(&mut asking);
        let mut admins = MockAdminRepo::new();
        admins.expect_find_by_telegram_id().returning(move |_| Ok(Some(asking.clone())));
        let mut reports = MockReports::new();
        reports
            .expect_day_numbers()
            .withf(|from, to| {
                (*from, *to) == (at("2026-03-04T14:00:00Z"), at("2026-03-05T14:00:00Z"))
            })
            .returning(|_, _| Ok(numbers()));
        let ports =
            Ports { admins: Arc::new(admins), reports: Arc::new(reports), ..Ports::mocked() };
        let outcome = app_at(NOW, ports).calendar.stats_of_today(TelegramId(9)).await;
        let expected =
            if allowed { StatsOutcome::Today(numbers()) } else { StatsOutcome::NotAllowed };
        assert_eq!(outcome.unwrap(), expected);
    }
}
