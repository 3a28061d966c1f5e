//! What needs a look now.

use marmelad_core::reports::digest;
use marmelad_core::{reports as domain, system};
use poem_openapi::{Enum, Object};

use super::{Day, words};

words! {
    /// A job that runs once per local day.
    CalendarJob mirrors system::CalendarJob {
        /// Birthday greetings.
        Birthdays = "birthdays",
        /// Reminders of discounts that expire soon.
        Reminders = "reminders",
        /// The morning digest.
        Digest = "digest",
    }
}

/// State of an unfinished broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum OpenBroadcastState {
    /// Sending.
    Sending,
    /// Sending, without progress for an hour.
    Standing,
    /// Paused.
    Paused,
    /// Stopped by an error.
    Error,
    /// Scheduled more than two hours ago and not started.
    Late,
}

/// An unfinished broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OpenBroadcast {
    /// Id of the broadcast.
    pub broadcast_id: Option<i64>,
    /// Title of the broadcast.
    pub title: String,
    /// State of the broadcast.
    pub state: OpenBroadcastState,
    /// Share of recipients already tried, in percent, while sending.
    pub done_percent: Option<u32>,
}

/// A template with at most a tenth of its budget left.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ScarceBudget {
    /// Id of the template.
    pub template_id: Option<i64>,
    /// Name of the template.
    pub name: String,
    /// Codes left.
    pub left: u32,
}

/// A daily job that did not finish within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct UnfinishedRun {
    /// The job.
    pub job: CalendarJob,
    /// Local day of the run.
    pub day: Day,
}

/// What needs attention now.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportAttention {
    /// Requests to become a cashier.
    pub cashier_requests: u64,
    /// Notifications of the last seven days that could not be sent.
    pub failed_notifications: u64,
    /// Notifications overdue by more than 15 minutes.
    pub stuck_notifications: u64,
    /// Failed messages of the broadcasts of the last seven days.
    pub failed_messages: u64,
    /// Messages of the broadcasts of the last seven days that may have arrived.
    pub uncertain_messages: u64,
    /// Broadcasts that do not go on by themselves.
    pub stuck_broadcasts: Vec<OpenBroadcast>,
    /// Broadcasts being sent.
    pub sending_broadcasts: Vec<OpenBroadcast>,
    /// Templates whose budget is almost exhausted.
    pub scarce_budgets: Vec<ScarceBudget>,
    /// Daily jobs of the last seven days that did not finish.
    pub unfinished_runs: Vec<UnfinishedRun>,
}

impl From<digest::DigestBroadcast> for OpenBroadcast {
    fn from(line: digest::DigestBroadcast) -> Self {
        let (state, done_percent) = match line.state {
            digest::BroadcastState::Sending(percent) => {
                (OpenBroadcastState::Sending, Some(percent))
            }
            digest::BroadcastState::Standing => (OpenBroadcastState::Standing, None),
            digest::BroadcastState::Paused => (OpenBroadcastState::Paused, None),
            digest::BroadcastState::Error => (OpenBroadcastState::Error, None),
            digest::BroadcastState::Late => (OpenBroadcastState::Late, None),
        };
        Self { broadcast_id: line.id.map(|id| id.0), title: line.title, state, done_percent }
    }
}

impl From<digest::BudgetLine> for ScarceBudget {
    fn from(line: digest::BudgetLine) -> Self {
        Self { template_id: line.id.map(|id| id.0), name: line.template, left: line.left }
    }
}

impl From<domain::UnfinishedRun> for UnfinishedRun {
    fn from(run: domain::UnfinishedRun) -> Self {
        Self { job: run.job.into(), day: run.day.into() }
    }
}

impl From<domain::Needs> for ReportAttention {
    fn from(domain::Needs { digest, waiting }: domain::Needs) -> Self {
        let broadcasts = |lines: Vec<digest::DigestBroadcast>| {
            lines.into_iter().map(OpenBroadcast::from).collect()
        };
        let budgets = digest.budgets.into_iter();
        let runs = waiting.unfinished_runs.into_iter();
        Self {
            cashier_requests: waiting.cashier_requests,
            failed_notifications: waiting.failed_notifications,
            stuck_notifications: waiting.stuck_notifications,
            failed_messages: waiting.failed_messages,
            uncertain_messages: waiting.uncertain_messages,
            stuck_broadcasts: broadcasts(digest.stuck),
            sending_broadcasts: broadcasts(digest.sending),
            scarce_budgets: budgets.map(ScarceBudget::from).collect(),
            unfinished_runs: runs.map(UnfinishedRun::from).collect(),
        }
    }
}
