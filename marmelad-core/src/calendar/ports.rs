//! What is done by the calendar.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::calendar::{BirthdayRule, ReminderWindow};
use crate::discounts::DiscountCode;
use crate::kernel::{DiscountId, PortError, UserId};
use crate::notifications::Notice;
use crate::reports::{Attention, DayNumbers};
use crate::system::CalendarJob;

/// The calendar's jobs. Any number of schedulers may call anything here at once: unique keys and locked rows keep
/// each greeting, reminder and digest single.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Calendar: Send + Sync {
    /// Begins a job of a local day, or goes on with one that was begun. `false` = it is finished.
    async fn begin(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError>;

    /// A job of a local day is finished, for every scheduler.
    async fn finish(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Greets the next clients of one birthday. With their rows locked it asks the rule, issues codes by the newest
    /// usable `birthday` template as far as there are any, marks the clients as celebrated and queues the greetings;
    /// who can get no code is greeted without.
    async fn greet(&self, batch: GreetBatch) -> Result<Greeted, PortError>;

    /// Reminds of the next discounts that are about to end, and marks them.
    async fn remind(&self, batch: RemindBatch) -> Result<Reminded, PortError>;

    /// What happened from `from` (inclusive) to `to` (exclusive), test users left out.
    async fn day_numbers(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<DayNumbers, PortError>;

    /// What owners should look at.
    async fn attention(&self, now: DateTime<Utc>) -> Result<Attention, PortError>;

    /// Queues a digest to every active owner in `daily_report`, once a local day each. Answers how many it was
    /// queued for.
    async fn queue_digest(
        &self,
        notice: Notice,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError>;

    /// Removes what is of no use since `before`, a little at a time; how many rows.
    async fn sweep(&self, leftover: Leftover, before: DateTime<Utc>) -> Result<u64, PortError>;

    /// Lets the database count its tables anew where they have grown, so that it finds its ways by what they hold.
    /// Nothing to do for one that counts by itself.
    async fn refresh_statistics(&self) -> Result<(), PortError>;
}

/// Clients of one birthday to greet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GreetBatch {
    /// `birthday_md`: 3 February is 203.
    pub birthday_md: u16,
    /// Those after this one; `UserId(0)` = from the first.
    pub after: UserId,
    /// At most so many are looked at.
    pub limit: u32,
    /// Who is greeted.
    pub rule: BirthdayRule,
    /// Codes to give, several for each client: some may be taken.
    pub codes: Vec<DiscountCode>,
    /// When the greetings may be sent.
    pub send_at: DateTime<Utc>,
    /// Not sent after this instant.
    pub send_before: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The shops' zone.
    pub zone: Tz,
}

/// What came of a batch of greetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Greeted {
    /// Clients greeted.
    pub greeted: u32,
    /// Those of them who got a code.
    pub with_code: u32,
    /// Those who would have got one, had not every code tried been taken.
    pub without_free_code: u32,
    /// There may be more clients after this one.
    pub more_after: Option<UserId>,
}

/// Discounts to remind of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemindBatch {
    /// Which.
    pub window: ReminderWindow,
    /// Those after this one.
    pub after: Option<ReminderMark>,
    /// At most so many are looked at.
    pub limit: u32,
    /// A privacy policy is set, so consent counts.
    pub needs_consent: bool,
    /// When the reminders may be sent; not after the discount ends.
    pub send_at: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// How far the reminders got: they go by the end of the discounts, then by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderMark {
    /// When the last discount looked at ends.
    pub expires_at: DateTime<Utc>,
    /// Its id.
    pub id: DiscountId,
}

/// What came of a batch of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    /// Reminders queued.
    pub reminded: u32,
    /// There may be more discounts after this one.
    pub more_after: Option<ReminderMark>,
}

/// What is removed when it is of no use any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// Login tokens, by their end.
    LoginTokens,
    /// Access tokens that were taken back, by their end.
    RevokedTokens,
    /// Answers kept for repeated requests, by their end.
    IdempotencyKeys,
    /// Dialogues without Redis, by their end.
    Dialogues,
    /// Counters of wrong codes without Redis, by their last change.
    WrongCodes,
    /// Notifications that are done with, by when they were last due.
    Notifications,
    /// Runs of the calendar's jobs, by their beginning.
    Runs,
}

crate::kernel::text_enum!(Leftover {
    LoginTokens => "login_tokens",
    RevokedTokens => "revoked_tokens",
    IdempotencyKeys => "idempotency_keys",
    Dialogues => "dialogues",
    WrongCodes => "wrong_codes",
    Notifications => "notifications",
    Runs => "scheduler_runs",
});
