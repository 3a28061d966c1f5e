//! The rules for a template's terms.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Utc};

use crate::discounts::{Recurrence, TemplateEvent, TemplateTerms, TermsError};
use crate::kernel::{DiscountValue, Money};
use crate::messages::html;

/// Longest note in characters; the message contains other text as well.
const LONGEST_MESSAGE_TEXT: usize = 1000;
/// Longest note including tags and addresses, in characters.
const LONGEST_MESSAGE_HTML: usize = 8000;
const LONGEST_NAME: usize = 120;
const LONGEST_DESCRIPTION: usize = 2000;
const DAYS: RangeInclusive<u32> = 1..=3650;
/// Largest value that the database column holds.
const MOST_CODES: u32 = 1_000_000_000;
const MOST_USES: u32 = 1_000_000;
/// Years that both databases store, with a margin.
const YEARS: RangeInclusive<i32> = 1970..=2999;

type Check = (bool, &'static str, &'static str, &'static str);

impl TemplateTerms {
    /// Every rule that the terms break; empty when the terms may be stored.
    pub fn problems(&self) -> Vec<TermsError> {
        let broken = self
            .about_the_discount()
            .into_iter()
            .chain(self.about_the_issue())
            .filter(|(is_broken, ..)| *is_broken)
            .map(|(_, field, code, message)| TermsError::new(field, code, message));
        broken.chain(self.message_text.as_deref().and_then(message_problem)).collect()
    }

    fn about_the_discount(&self) -> [Check; 7] {
        let uses = self.usage.max_uses();
        let is_multi = self.usage.as_str() == "multi";
        let chars = |text: &str| text.trim().chars().count();
        [
            (
                !(1..=LONGEST_NAME).contains(&chars(&self.name)),
                "name",
                "out_of_range",
                "1 to 120 characters are needed",
            ),
            (
                self.description.as_deref().map_or(0, chars) > LONGEST_DESCRIPTION,
                "description",
                "out_of_range",
                "at most 2000 characters are allowed",
            ),
            (
                matches!(self.value, DiscountValue::Fixed(sum) if sum > Money::MAX_AMOUNT),
                "value",
                "out_of_range",
                "at most 9999999.99 roubles are needed",
            ),
            (
                is_multi && !(2..=MOST_USES).contains(&uses),
                "max_uses",
                "out_of_range",
                "a `multi` discount has from 2 to 1000000 uses",
            ),
            (
                !DAYS.contains(&self.duration_days),
                "duration_days",
                "out_of_range",
                "a whole number from 1 to 3650 is needed",
            ),
            (
                self.min_order_amount == Some(Money::ZERO),
                "min_order_amount",
                "out_of_range",
                "more than 0 is needed; leave it out for no minimum",
            ),
            (
                self.min_order_amount > Some(Money::MAX_AMOUNT),
                "min_order_amount",
                "out_of_range",
                "at most 9999999.99 is allowed",
            ),
        ]
    }

    fn about_the_issue(&self) -> [Check; 6] {
        let is_far = |at: Option<DateTime<Utc>>| at.is_some_and(|at| !YEARS.contains(&at.year()));
        [
            (
                !self.recurrence.is_valid(),
                "recurrence",
                "out_of_range",
                "`days` needs a value from 1 to 3650",
            ),
            (
                self.event == TemplateEvent::Birthday && self.recurrence != Recurrence::Yearly,
                "recurrence",
                "mismatch",
                "a `birthday` template must be `yearly`",
            ),
            (
                self.total_limit.is_some_and(|limit| !(1..=MOST_CODES).contains(&limit)),
                "total_limit",
                "out_of_range",
                "a budget is from 1 to 1000000000; leave it out for no budget",
            ),
            (
                is_far(self.valid_from),
                "valid_from",
                "out_of_range",
                "a year from 1970 to 2999 is needed",
            ),
            (
                is_far(self.valid_until),
                "valid_until",
                "out_of_range",
                "a year from 1970 to 2999 is needed",
            ),
            (
                matches!((self.valid_from, self.valid_until), (Some(from), Some(until)) if from > until),
                "valid_until",
                "out_of_range",
                "`valid_until` lies before `valid_from`",
            ),
        ]
    }
}

fn message_problem(text: &str) -> Option<TermsError> {
    let length =
        html::visible_len_utf16(text).map(|length| if text.trim().is_empty() { 0 } else { length });
    let (code, message) = match length {
        Ok(1..=LONGEST_MESSAGE_TEXT) if text.chars().count() <= LONGEST_MESSAGE_HTML => {
            return None;
        }
        Ok(1..=LONGEST_MESSAGE_TEXT) => (
            "out_of_range",
            format!("at most {LONGEST_MESSAGE_HTML} characters with its tags are allowed"),
        ),
        Ok(0) => ("empty", "empty; leave it out for no message".to_owned()),
        Ok(length) => (
            "out_of_range",
            format!("{length} characters; at most {LONGEST_MESSAGE_TEXT} are allowed"),
        ),
        Err(error) => ("html", error.to_string()),
    };
    Some(TermsError::new("message_text", code, message))
}

impl TermsError {
    pub(super) fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { field, code, message }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::discounts::UsageType;
    use crate::kernel::{DiscountValue, ValueType};

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
    fn valid_terms_have_no_problems() {
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
    #[case::great_budget(|terms: &mut TemplateTerms| terms.total_limit = Some(u32::MAX), "total_limit")]
    #[case::many_uses(|terms: &mut TemplateTerms| terms.usage = UsageType::Multi { max_uses: u32::MAX }, "max_uses")]
    #[case::great_value(
        |terms: &mut TemplateTerms| terms.value = DiscountValue::Fixed(Money::from_kopecks(1_000_000_000).unwrap()),
        "value"
    )]
    #[case::great_minimum(
        |terms: &mut TemplateTerms| terms.min_order_amount = Money::from_kopecks(1_000_000_000),
        "min_order_amount"
    )]
    #[case::long_description(|terms: &mut TemplateTerms| terms.description = Some("я".repeat(2001)), "description")]
    #[case::far_date(
        |terms: &mut TemplateTerms| terms.valid_until = Some("9999-03-05T00:00:00Z".parse().unwrap()),
        "valid_until"
    )]
    #[case::early_date(
        |terms: &mut TemplateTerms| terms.valid_from = Some("1066-03-05T00:00:00Z".parse().unwrap()),
        "valid_from"
    )]
    #[case::long_link(
        |terms: &mut TemplateTerms| {
            terms.message_text = Some(format!("<a href=\"https://a.ru/{}\">a</a>", "x".repeat(8000)));
        },
        "message_text"
    )]
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
        let fields: Vec<_> = terms.problems().iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [field]);
    }
}
