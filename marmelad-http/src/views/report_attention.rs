//! What needs attention now.

use marmelad_core::reports::digest;
use marmelad_core::{reports as domain, system};
use poem_openapi::{Enum, Object};

use super::{Day, IntoView, view, words};

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

view! {
    /// A template with at most a tenth of its budget left.
    ScarceBudget of line: digest::BudgetLine {
        /// Id of the template.
        template_id: Option<i64> = line.id.map(|id| id.0),
        /// Name of the template.
        name: String = line.template,
        /// Codes left.
        left: u32,
    }
}

view! {
    /// A daily job that did not finish within an hour.
    UnfinishedRun of run: domain::UnfinishedRun {
        /// The job.
        job: CalendarJob,
        /// Local day of the run.
        day: Day,
    }
}

view! {
    /// What needs attention now.
    ReportAttention of needs: domain::Needs {
        /// Requests to become a cashier.
        cashier_requests: u64 = needs.waiting.cashier_requests,
        /// Notifications of the last seven days that could not be sent.
        failed_notifications: u64 = needs.waiting.failed_notifications,
        /// Notifications overdue by more than 15 minutes.
        stuck_notifications: u64 = needs.waiting.stuck_notifications,
        /// Failed messages of the broadcasts of the last seven days.
        failed_messages: u64 = needs.waiting.failed_messages,
        /// Messages of the broadcasts of the last seven days that may have arrived.
        uncertain_messages: u64 = needs.waiting.uncertain_messages,
        /// Broadcasts that do not go on by themselves.
        stuck_broadcasts: Vec<OpenBroadcast> = needs.digest.stuck.into_view(),
        /// Broadcasts being sent.
        sending_broadcasts: Vec<OpenBroadcast> = needs.digest.sending.into_view(),
        /// Templates whose budget is almost exhausted.
        scarce_budgets: Vec<ScarceBudget> = needs.digest.budgets.into_view(),
        /// Daily jobs of the last seven days that did not finish.
        unfinished_runs: Vec<UnfinishedRun> = needs.waiting.unfinished_runs.into_view(),
    }
}

impl IntoView for digest::DigestBroadcast {
    type View = OpenBroadcast;

    fn into_view(self) -> OpenBroadcast {
        let (state, done_percent) = match self.state {
            digest::BroadcastState::Sending(percent) => {
                (OpenBroadcastState::Sending, Some(percent))
            }
            digest::BroadcastState::Standing => (OpenBroadcastState::Standing, None),
            digest::BroadcastState::Paused => (OpenBroadcastState::Paused, None),
            digest::BroadcastState::Error => (OpenBroadcastState::Error, None),
            digest::BroadcastState::Late => (OpenBroadcastState::Late, None),
        };
        OpenBroadcast { broadcast_id: self.id.into_view(), title: self.title, state, done_percent }
    }
}
