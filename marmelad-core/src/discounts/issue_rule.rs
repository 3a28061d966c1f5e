//! May a discount be issued now, by which template, until when?

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::discounts::{RecurrenceDecision, Template};
use crate::kernel::zone;

/// Why a template cannot issue, whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Switched off.
    Inactive,
    /// Its `valid_from` is ahead.
    NotYetValid,
    /// Its `valid_until` is past.
    NoLongerValid,
    /// Its `total_limit` is spent.
    BudgetSpent,
}

impl Template {
    /// Checks switch, dates and budget.
    pub fn usable(&self, now: DateTime<Utc>) -> Result<(), Unusable> {
        let terms = &self.terms;
        if !terms.is_active {
            Err(Unusable::Inactive)
        } else if terms.valid_from.is_some_and(|from| now < from) {
            Err(Unusable::NotYetValid)
        } else if terms.valid_until.is_some_and(|until| now > until) {
            Err(Unusable::NoLongerValid)
        } else if terms
            .total_limit
            .is_some_and(|limit| self.issued_count >= limit)
        {
            Err(Unusable::BudgetSpent)
        } else {
            Ok(())
        }
    }

    /// When a code issued now stops: the last millisecond of the local day `duration_days` ahead.
    pub fn expires_at(&self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let today = zone::local_day(now, zone);
        let last = today
            .checked_add_days(Days::new(u64::from(self.terms.duration_days)))
            .unwrap_or(today);
        zone::end_of_day(last, zone)
    }
}

/// The newest usable template of those given.
pub fn newest_usable(templates: &[Template], now: DateTime<Utc>) -> Option<&Template> {
    templates
        .iter()
        .filter(|template| template.usable(now).is_ok())
        .max_by_key(|template| template.id)
}

/// The rule that the store asks while it holds the client's row locked.
#[derive(Debug, Clone, Copy)]
pub struct IssueRule {
    /// Now.
    pub now: DateTime<Utc>,
    /// The shops' zone.
    pub zone: Tz,
    /// Broadcast and manual issues do not look at the recurrence.
    pub ignore_recurrence: bool,
}

impl IssueRule {
    /// Whether the client may get a discount of `template` after their last, not revoked, one of it.
    pub fn decide(
        &self,
        template: &Template,
        last_issued_at: Option<DateTime<Utc>>,
    ) -> RecurrenceDecision {
        if self.ignore_recurrence {
            return RecurrenceDecision::Allowed;
        }
        template
            .terms
            .recurrence
            .decide(last_issued_at, self.now, self.zone)
    }
}
