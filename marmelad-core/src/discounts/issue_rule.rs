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
        } else if self.budget_left() == Some(0) {
            Err(Unusable::BudgetSpent)
        } else {
            Ok(())
        }
    }

    /// Number of codes that the template may still issue; `None` = any number.
    pub fn budget_left(&self) -> Option<u32> {
        self.terms.total_limit.map(|limit| limit.saturating_sub(self.issued_count))
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::testing::{NOW, template};

    #[rstest]
    #[case::no_budget(None, 9, None)]
    #[case::some_left(Some(10), 9, Some(1))]
    #[case::spent(Some(10), 10, Some(0))]
    #[case::lowered_by_an_edit(Some(5), 10, Some(0))]
    fn a_spent_budget_issues_nothing(
        #[case] total_limit: Option<u32>,
        #[case] issued_count: u32,
        #[case] left: Option<u32>,
    ) {
        let mut template = Template { issued_count, ..template() };
        template.terms.total_limit = total_limit;
        assert_eq!(template.budget_left(), left);
        let expected = if left == Some(0) { Err(Unusable::BudgetSpent) } else { Ok(()) };
        assert_eq!(template.usable(NOW.parse().unwrap()), expected);
    }
}
