//! The port of the scheduler's jobs.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::calendar::{BirthdayRule, ReminderWindow};
use crate::discounts::DiscountCode;
use crate::kernel::{ClientId, DiscountId, PortError};
use crate::notifications::Notice;
use crate::system::CalendarJob;

/// Stores what the scheduler's jobs do. Several schedulers may call any method at once: unique keys
/// and row locks prevent a second greeting, reminder or digest.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Calendar: Send + Sync {
    /// Starts the job of a local day, or continues a started one. `false` = the job is finished.
    async fn begin(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<bool, PortError>;

    /// Marks the job of a local day as finished, for every scheduler.
    async fn finish(
        &self,
        job: CalendarJob,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Processes the next clients with one birthday. Under the lock on their rows: applies the
    /// rule, issues codes by the newest usable `birthday` template, marks the clients as greeted
    /// and queues the greetings. A client for whom no code is available is greeted without one.
    async fn greet(&self, batch: GreetBatch) -> Result<Greeted, PortError>;

    /// Queues reminders for the next discounts that are about to expire, and marks these discounts.
    async fn remind(&self, batch: RemindBatch) -> Result<Reminded, PortError>;

    /// Queues the digest to every active owner with `daily_report`, once per local day and owner.
    /// Returns the number of recipients.
    async fn queue_digest(
        &self,
        notice: Notice,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<u32, PortError>;

    /// Deletes rows of one kind that ended before `before`, in small portions. Returns the number of rows.
    async fn sweep(&self, leftover: Leftover, before: DateTime<Utc>) -> Result<u64, PortError>;

    /// Refreshes the statistics of tables that have grown, so that the database picks good query
    /// plans. Does nothing on a database that refreshes them by itself.
    async fn refresh_statistics(&self) -> Result<(), PortError>;
}

/// A batch of clients with one birthday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GreetBatch {
    /// Month × 100 + day, as in `birthday_md`: 3 February is 203.
    pub birthday_md: u16,
    /// Continues after this client; `ClientId(0)` = from the first.
    pub after: ClientId,
    /// Clients processed at most.
    pub limit: u32,
    pub rule: BirthdayRule,
    /// Fresh codes, several per client because some may be taken.
    pub codes: Vec<DiscountCode>,
    /// The greetings are sent from this instant on.
    pub send_at: DateTime<Utc>,
    /// A greeting that is not sent before this instant is dropped.
    pub send_before: DateTime<Utc>,
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// Result of a batch of greetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Greeted {
    pub greeted: u32,
    /// Greeted clients who received a code.
    pub with_code: u32,
    /// Greeted clients without a code because every drawn code was taken.
    pub without_free_code: u32,
    /// The last client of a full batch: the next batch continues here. `None` = no clients are left.
    pub more_after: Option<ClientId>,
}

/// A batch of discounts to remind clients of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemindBatch {
    pub window: ReminderWindow,
    /// Continues after this discount; `None` = from the first.
    pub after: Option<ReminderMark>,
    /// Discounts processed at most.
    pub limit: u32,
    /// A privacy policy is set, so consent is required.
    pub needs_consent: bool,
    /// The reminders are sent from this instant on, and never after the discount expires.
    pub send_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// Position of the reminders job: discounts are processed in the order of expiry, then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderMark {
    /// Expiry of the last processed discount.
    pub expires_at: DateTime<Utc>,
    /// Id of the last processed discount.
    pub id: DiscountId,
}

/// Result of a batch of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    pub reminded: u32,
    /// The position after a full batch; `None` = no discounts are left.
    pub more_after: Option<ReminderMark>,
}

/// Kinds of rows that the scheduler deletes after their retention time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// Login tokens; counted from their expiry.
    LoginTokens,
    /// Revoked access tokens; counted from their expiry.
    RevokedTokens,
    /// Stored answers to repeated requests; counted from their expiry.
    IdempotencyKeys,
    /// Dialogue states in the database; counted from their expiry.
    Dialogues,
    /// Counters of wrong codes in the database; counted from the last change.
    WrongCodes,
    /// Finished notifications; counted from when they were last due.
    Notifications,
    /// Runs of the scheduler's jobs; counted from their start.
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
