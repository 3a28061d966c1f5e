//! The rules of issuing: whether a discount may be issued now, by which template, and until when it
//! is valid.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::discounts::{RecurrenceDecision, Template};
use crate::kernel::zone;

/// Why a template cannot issue a code to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    Inactive,
    /// Before the template's `valid_from`.
    NotYetValid,
    /// After the template's `valid_until`.
    NoLongerValid,
    /// The template's `total_limit` is spent.
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
        } else if terms.total_limit.is_some_and(|limit| self.issued_count >= limit) {
            Err(Unusable::BudgetSpent)
        } else {
            Ok(())
        }
    }

    /// Expiry of a code issued now: the last millisecond of the local day `duration_days` days later.
    pub fn expires_at(&self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let today = zone::local_day(now, zone);
        let last =
            today.checked_add_days(Days::new(u64::from(self.terms.duration_days))).unwrap_or(today);
        zone::end_of_day(last, zone)
    }
}

/// The newest usable template.
pub fn newest_usable(templates: &[Template], now: DateTime<Utc>) -> Option<&Template> {
    templates
        .iter()
        .filter(|template| template.usable(now).is_ok())
        .max_by_key(|template| template.id)
}

/// Decides whether a client may get a discount. The store calls the rule while it holds the lock on the client's row.
#[derive(Debug, Clone, Copy)]
pub struct IssueRule {
    pub now: DateTime<Utc>,
    pub zone: Tz,
    /// Set for broadcasts and manual issues.
    pub ignore_recurrence: bool,
}

impl IssueRule {
    /// Decides from the template and the client's last discount of this template that was not revoked.
    pub fn decide(
        &self,
        template: &Template,
        last_issued_at: Option<DateTime<Utc>>,
    ) -> RecurrenceDecision {
        if self.ignore_recurrence {
            return RecurrenceDecision::Allowed;
        }
        template.terms.recurrence.decide(last_issued_at, self.now, self.zone)
    }
}
