//! What needs a look now.

use marmelad_core::calendar::schedule;
use marmelad_core::reports as domain;
use marmelad_core::reports::digest;
use poem_openapi::{Enum, Object};

use super::{Day, words};

words! {
    /// What is done once a local day.
    CalendarJob mirrors calendar::CalendarJob {
        /// Birthday greetings.
        Birthdays = "birthdays",
        /// Reminders of discounts about to end.
        Reminders = "reminders",
        /// The morning digest.
        Digest = "digest",
    }
}

/// How an unfinished broadcast stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum OpenBroadcastState {
    /// On its way.
    Sending,
    /// On its way, but nothing has moved for an hour.
    Standing,
    /// Paused.
    Paused,
    /// Stopped on an error.
    Error,
    /// Its start passed more than two hours ago.
    Late,
}

/// A broadcast on its way, or stuck.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OpenBroadcast {
    /// Which.
    pub broadcast_id: Option<i64>,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: OpenBroadcastState,
    /// So many per cent of the audience are done with, of one that is on its way.
    pub done_percent: Option<u32>,
}

/// A template whose budget is near its end: a tenth or less is left.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ScarceBudget {
    /// Which.
    pub template_id: Option<i64>,
    /// Its name.
    pub name: String,
    /// Codes that are left.
    pub left: u32,
}

/// A job that was begun on a day and not finished within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct UnfinishedRun {
    /// Which job.
    pub job: CalendarJob,
    /// Of which local day.
    pub day: Day,
}

/// What needs a look now.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct ReportAttention {
    /// People who want to become cashiers.
    pub cashier_requests: u64,
    /// Notifications of the last seven days that could not be sent.
    pub failed_notifications: u64,
    /// Notifications that have been due for more than 15 minutes.
    pub stuck_notifications: u64,
    /// Recipients whom the broadcasts of the last seven days did not reach.
    pub failed_messages: u64,
    /// Recipients of the same of whom nobody knows whether they got the message.
    pub uncertain_messages: u64,
    /// Broadcasts that do not go on by themselves.
    pub stuck_broadcasts: Vec<OpenBroadcast>,
    /// Broadcasts on their way.
    pub sending_broadcasts: Vec<OpenBroadcast>,
    /// Budgets near their end.
    pub scarce_budgets: Vec<ScarceBudget>,
    /// Jobs of the last seven days that were not finished.
    pub unfinished_runs: Vec<UnfinishedRun>,
}

impl From<digest::BroadcastLine> for OpenBroadcast {
    fn from(line: digest::BroadcastLine) -> Self {
        let (state, done_percent) = match line.state {
            digest::BroadcastState::Sending(percent) => {
                (OpenBroadcastState::Sending, Some(percent))
            }
            digest::BroadcastState::Standing => (OpenBroadcastState::Standing, None),
            digest::BroadcastState::Paused => (OpenBroadcastState::Paused, None),
            digest::BroadcastState::Error => (OpenBroadcastState::Error, None),
            digest::BroadcastState::Late => (OpenBroadcastState::Late, None),
        };
        Self {
            broadcast_id: line.id.map(|id| id.0),
            title: line.title,
            state,
            done_percent,
        }
    }
}

impl From<digest::BudgetLine> for ScarceBudget {
    fn from(line: digest::BudgetLine) -> Self {
        Self {
            template_id: line.id.map(|id| id.0),
            name: line.template,
            left: line.left,
        }
    }
}

impl From<domain::UnfinishedRun> for UnfinishedRun {
    fn from(run: domain::UnfinishedRun) -> Self {
        Self {
            job: run.job.into(),
            day: run.day.into(),
        }
    }
}

impl From<domain::Needs> for ReportAttention {
    fn from(domain::Needs { digest, waiting }: domain::Needs) -> Self {
        let broadcasts = |lines: Vec<digest::BroadcastLine>| {
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
