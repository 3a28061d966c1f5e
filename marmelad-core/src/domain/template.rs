//! Discount templates: what is given, when, how long it lives and how often a client may get it.

use chrono::{DateTime, Utc};

use super::html;
use super::ids::TemplateId;
use super::money::{DiscountValue, Money};
use super::recurrence::Recurrence;

/// A stored template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Row id; of several templates for one event the greatest is the newest.
    pub id: TemplateId,
    /// What it says.
    pub terms: TemplateTerms,
    /// Codes issued so far, revoked ones too.
    pub issued_count: u32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// The part of a template that people write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateTerms {
    /// Shown to staff, 1–120 characters.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// What the client saves.
    pub value: DiscountValue,
    /// What makes the system issue it.
    pub event: TemplateEvent,
    /// How many times one code holds.
    pub usage: UsageType,
    /// Whole local days a code lives after its day of issue, 1–3650.
    pub duration_days: u32,
    /// How often one client may get it.
    pub recurrence: Recurrence,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Money>,
    /// Budget: at most so many codes ever.
    pub total_limit: Option<u32>,
    /// First instant of issue.
    pub valid_from: Option<DateTime<Utc>>,
    /// Last instant of issue.
    pub valid_until: Option<DateTime<Utc>>,
    /// Added to the client's message.
    pub message_text: Option<String>,
    /// Whether it issues.
    pub is_active: bool,
}

/// `discount_templates.event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateEvent {
    /// Given for the channel subscription.
    Subscription,
    /// Given on the birthday.
    Birthday,
    /// Given for joining a campaign.
    Campaign,
    /// Given by hand or by a broadcast.
    Manual,
}

super::text_enum!(TemplateEvent {
    Subscription => "subscription",
    Birthday => "birthday",
    Campaign => "campaign",
    Manual => "manual",
});

/// How many times one code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageType {
    /// Once.
    Single,
    /// `max_uses` times, at least 2.
    Multi {
        /// How many times.
        max_uses: u32,
    },
}

impl UsageType {
    /// The column's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi { .. } => "multi",
        }
    }

    /// How many redemptions use a code up.
    pub fn max_uses(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Multi { max_uses } => max_uses,
        }
    }
}

/// One thing wrong with a template that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsError {
    /// The column.
    pub field: &'static str,
    /// What is wrong and what would be right, for people.
    pub message: String,
}

impl TemplateTerms {
    /// Every rule that these terms break; empty when they may be stored.
    pub fn problems(&self) -> Vec<TermsError> {
        let checks: [(bool, &'static str, &str); 8] = [
            (
                !(1..=120).contains(&self.name.trim().chars().count()),
                "name",
                "1 to 120 characters are needed",
            ),
            (
                !(1..=3650).contains(&self.duration_days),
                "duration_days",
                "a whole number from 1 to 3650 is needed",
            ),
            (
                matches!(self.usage, UsageType::Multi { max_uses } if max_uses < 2),
                "max_uses",
                "a `multi` discount needs at least 2 uses",
            ),
            (
                !self.recurrence.is_valid(),
                "recurrence",
                "`days` needs a value from 1 to 3650",
            ),
            (
                self.event == TemplateEvent::Birthday && self.recurrence != Recurrence::Yearly,
                "recurrence",
                "a `birthday` template must be `yearly`",
            ),
            (
                self.total_limit == Some(0),
                "total_limit",
                "a budget is at least 1; leave it out for no budget",
            ),
            (
                matches!((self.valid_from, self.valid_until), (Some(from), Some(until)) if from > until),
                "valid_until",
                "`valid_until` lies before `valid_from`",
            ),
            (
                self.min_order_amount
                    .is_some_and(|amount| amount.kopecks() == 0),
                "min_order_amount",
                "more than 0 is needed; leave it out for no minimum",
            ),
        ];
        checks
            .into_iter()
            .filter(|(broken, ..)| *broken)
            .map(|(_, field, message)| TermsError {
                field,
                message: message.to_owned(),
            })
            .chain(self.message_text.as_deref().and_then(message_problem))
            .collect()
    }
}

/// The note stands in a message with other words around it.
const LONGEST_MESSAGE_TEXT: usize = 1000;

fn message_problem(text: &str) -> Option<TermsError> {
    let message = match html::visible_len_utf16(text) {
        Ok(1..=LONGEST_MESSAGE_TEXT) => return None,
        Ok(0) => "empty; leave it out for no message".to_owned(),
        Ok(length) => format!("{length} characters; at most {LONGEST_MESSAGE_TEXT} are allowed"),
        Err(error) => error.to_string(),
    };
    Some(TermsError {
        field: "message_text",
        message,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::money::ValueType;

    fn terms() -> TemplateTerms {
        TemplateTerms {
            name: "За подписку".into(),
            description: None,
            value: DiscountValue::from_hundredths(ValueType::Percent, 1_000).unwrap(),
            event: TemplateEvent::Subscription,
            usage: UsageType::Single,
            duration_days: 30,
            recurrence: Recurrence::Days { value: 30 },
            min_order_amount: None,
            total_limit: None,
            valid_from: None,
            valid_until: None,
            message_text: Some("Попробуйте <b>мармелад</b>!".into()),
            is_active: true,
        }
    }

    #[test]
    fn good_terms_have_no_problems() {
        assert_eq!(terms().problems(), []);
    }

    #[rstest]
    #[case::name(|terms: &mut TemplateTerms| terms.name = "  ".into(), "name")]
    #[case::short_life(|terms: &mut TemplateTerms| terms.duration_days = 0, "duration_days")]
    #[case::long_life(|terms: &mut TemplateTerms| terms.duration_days = 3651, "duration_days")]
    #[case::multi_once(|terms: &mut TemplateTerms| terms.usage = UsageType::Multi { max_uses: 1 }, "max_uses")]
    #[case::recurrence(|terms: &mut TemplateTerms| terms.recurrence = Recurrence::Days { value: 0 }, "recurrence")]
    #[case::birthday(|terms: &mut TemplateTerms| terms.event = TemplateEvent::Birthday, "recurrence")]
    #[case::no_budget(|terms: &mut TemplateTerms| terms.total_limit = Some(0), "total_limit")]
    #[case::no_minimum(|terms: &mut TemplateTerms| terms.min_order_amount = Some(Money::ZERO), "min_order_amount")]
    #[case::bad_html(|terms: &mut TemplateTerms| terms.message_text = Some("<b>".into()), "message_text")]
    #[case::long_message(|terms: &mut TemplateTerms| terms.message_text = Some("я".repeat(1001)), "message_text")]
    #[case::dates(
        |terms: &mut TemplateTerms| {
            terms.valid_from = Some("2026-03-05T00:00:00Z".parse().unwrap());
            terms.valid_until = Some("2026-03-04T00:00:00Z".parse().unwrap());
        },
        "valid_until"
    )]
    fn each_broken_rule_names_its_field(
        #[case] breaks: fn(&mut TemplateTerms),
        #[case] field: &str,
    ) {
        let mut terms = terms();
        breaks(&mut terms);
        let fields: Vec<_> = terms
            .problems()
            .iter()
            .map(|problem| problem.field)
            .collect();
        assert_eq!(fields, [field]);
    }
}
