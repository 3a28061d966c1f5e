//! A template's terms as staff enter them, and changes of the terms.

use chrono::{DateTime, Utc};

use crate::discounts::{
    Recurrence, TemplateEvent, TemplateTerms, TermsError, UsageKind, UsageType,
};
use crate::kernel::{DiscountValue, Money, ValueType, to_millis};

/// A template's fields before the check; not every combination is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateDraft {
    /// Shown to staff, 1–120 characters.
    pub name: String,
    /// Shown to staff, at most 2000 characters.
    pub description: Option<String>,
    /// The saving, in roubles or percent.
    pub value: Money,
    /// Unit of `value`: roubles or percent.
    pub value_type: ValueType,
    /// The event at which the system issues a code.
    pub event: TemplateEvent,
    /// Whether a code can be redeemed several times.
    pub usage_type: UsageKind,
    /// Number of redemptions; only for `multi`.
    pub max_uses: Option<u32>,
    /// Whole local days for which a code is valid after its day of issue, 1–3650.
    pub duration_days: u32,
    /// How often one client may get a discount.
    pub recurrence: Recurrence,
    /// Smallest purchase for which a code can be redeemed.
    pub min_order_amount: Option<Money>,
    /// The budget: maximum number of codes ever issued.
    pub total_limit: Option<u32>,
    /// From when codes are issued.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when codes are issued, inclusive.
    pub valid_until: Option<DateTime<Utc>>,
    /// Note added to the message with the code.
    pub message_text: Option<String>,
    /// Whether the template issues codes.
    pub is_active: bool,
}

impl TemplateDraft {
    /// The terms, or every broken rule.
    pub fn check(self) -> Result<TemplateTerms, Vec<TermsError>> {
        let mut problems = Vec::new();
        let given = DiscountValue::from_hundredths(self.value_type, self.value.kopecks());
        if given.is_none() {
            let message = match self.value_type {
                ValueType::Percent => "a percentage is from 0.01 to 100",
                ValueType::Fixed => "more than 0 roubles are needed",
            };
            problems.push(TermsError::new("value", "out_of_range", message));
        }
        let usage = match (self.usage_type, self.max_uses) {
            (UsageKind::Single, None | Some(1)) => UsageType::Single,
            (UsageKind::Single, Some(_)) => {
                let message = "a `single` discount is used once; leave it out, or make it `multi`";
                problems.push(TermsError::new("max_uses", "mismatch", message));
                UsageType::Single
            }
            (UsageKind::Multi, Some(max_uses)) => UsageType::Multi { max_uses },
            (UsageKind::Multi, None) => {
                let message = "a `multi` discount needs a number of uses";
                problems.push(TermsError::new("max_uses", "missing", message));
                UsageType::Single
            }
        };
        let is_blank = |text: &String| text.trim().is_empty();
        let terms = TemplateTerms {
            name: self.name.trim().to_owned(),
            description: self.description.filter(|text| !is_blank(text)),
            // Placeholder for an invalid value; terms with a problem are not returned.
            value: given.unwrap_or(DiscountValue::Fixed(Money::MIN_AMOUNT)),
            event: self.event,
            usage,
            duration_days: self.duration_days,
            recurrence: self.recurrence,
            min_order_amount: self.min_order_amount,
            total_limit: self.total_limit,
            valid_from: self.valid_from.map(to_millis),
            valid_until: self.valid_until.map(to_millis),
            message_text: self.message_text,
            is_active: self.is_active,
        };
        problems.extend(terms.problems());
        if problems.is_empty() { Ok(terms) } else { Err(problems) }
    }
}

impl From<TemplateTerms> for TemplateDraft {
    fn from(terms: TemplateTerms) -> Self {
        let (usage_type, max_uses) = match terms.usage {
            UsageType::Single => (UsageKind::Single, None),
            UsageType::Multi { max_uses } => (UsageKind::Multi, Some(max_uses)),
        };
        Self {
            name: terms.name,
            description: terms.description,
            value: Money::from_kopecks(terms.value.hundredths()).unwrap_or(Money::ZERO),
            value_type: terms.value.value_type(),
            event: terms.event,
            usage_type,
            max_uses,
            duration_days: terms.duration_days,
            recurrence: terms.recurrence,
            min_order_amount: terms.min_order_amount,
            total_limit: terms.total_limit,
            valid_from: terms.valid_from,
            valid_until: terms.valid_until,
            message_text: terms.message_text,
            is_active: terms.is_active,
        }
    }
}

/// A change of a template: `None` keeps the field, `Some(None)` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateChange {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub value: Option<Money>,
    pub value_type: Option<ValueType>,
    pub event: Option<TemplateEvent>,
    pub usage_type: Option<UsageKind>,
    pub max_uses: Option<Option<u32>>,
    pub duration_days: Option<u32>,
    pub recurrence: Option<Recurrence>,
    pub min_order_amount: Option<Option<Money>>,
    pub total_limit: Option<Option<u32>>,
    pub valid_from: Option<Option<DateTime<Utc>>>,
    pub valid_until: Option<Option<DateTime<Utc>>>,
    pub message_text: Option<Option<String>>,
    pub is_active: Option<bool>,
}

impl TemplateChange {
    /// The terms after the change, or every broken rule.
    pub fn apply(self, terms: TemplateTerms) -> Result<TemplateTerms, Vec<TermsError>> {
        let old = TemplateDraft::from(terms);
        // A change to `single` also clears the number of uses.
        let kept_uses = match self.usage_type {
            Some(UsageKind::Single) => None,
            Some(UsageKind::Multi) | None => old.max_uses,
        };
        let draft = TemplateDraft {
            name: self.name.unwrap_or(old.name),
            description: self.description.unwrap_or(old.description),
            value: self.value.unwrap_or(old.value),
            value_type: self.value_type.unwrap_or(old.value_type),
            event: self.event.unwrap_or(old.event),
            usage_type: self.usage_type.unwrap_or(old.usage_type),
            max_uses: self.max_uses.unwrap_or(kept_uses),
            duration_days: self.duration_days.unwrap_or(old.duration_days),
            recurrence: self.recurrence.unwrap_or(old.recurrence),
            min_order_amount: self.min_order_amount.unwrap_or(old.min_order_amount),
            total_limit: self.total_limit.unwrap_or(old.total_limit),
            valid_from: self.valid_from.unwrap_or(old.valid_from),
            valid_until: self.valid_until.unwrap_or(old.valid_until),
            message_text: self.message_text.unwrap_or(old.message_text),
            is_active: self.is_active.unwrap_or(old.is_active),
        };
        draft.check()
    }
}

/// A change that replaces every field.
impl From<TemplateTerms> for TemplateChange {
    fn from(terms: TemplateTerms) -> Self {
        let draft = TemplateDraft::from(terms);
        Self {
            name: Some(draft.name),
            description: Some(draft.description),
            value: Some(draft.value),
            value_type: Some(draft.value_type),
            event: Some(draft.event),
            usage_type: Some(draft.usage_type),
            max_uses: Some(draft.max_uses),
            duration_days: Some(draft.duration_days),
            recurrence: Some(draft.recurrence),
            min_order_amount: Some(draft.min_order_amount),
            total_limit: Some(draft.total_limit),
            valid_from: Some(draft.valid_from),
            valid_until: Some(draft.valid_until),
            message_text: Some(draft.message_text),
            is_active: Some(draft.is_active),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn draft() -> TemplateDraft {
        TemplateDraft {
            name: " Чай ".into(),
            description: Some("  ".into()),
            value: "10".parse().unwrap(),
            value_type: ValueType::Percent,
            event: TemplateEvent::Manual,
            usage_type: UsageKind::Multi,
            max_uses: Some(3),
            duration_days: 14,
            recurrence: Recurrence::Unlimited,
            min_order_amount: None,
            total_limit: Some(5),
            valid_from: None,
            valid_until: None,
            message_text: None,
            is_active: true,
        }
    }

    #[test]
    fn a_draft_becomes_terms_and_back() {
        let terms = draft().check().unwrap();
        assert_eq!((terms.name.as_str(), &terms.description), ("Чай", &None));
        assert_eq!(terms.usage, UsageType::Multi { max_uses: 3 });
        assert_eq!(TemplateDraft::from(terms.clone()).check().unwrap(), terms);
        let whole = TemplateChange::from(terms.clone());
        let other = TemplateDraft { name: "Кофе".into(), total_limit: None, ..draft() };
        assert_eq!(whole.apply(other.check().unwrap()).unwrap(), terms);
    }

    #[rstest]
    #[case(|draft: &mut TemplateDraft| draft.value = Money::ZERO, "value")]
    #[case(|draft: &mut TemplateDraft| draft.value = "100.01".parse().unwrap(), "value")]
    #[case(|draft: &mut TemplateDraft| draft.max_uses = None, "max_uses")]
    #[case(|draft: &mut TemplateDraft| draft.usage_type = UsageKind::Single, "max_uses")]
    fn fields_of_invalid_combinations_are_named(
        #[case] breaks: fn(&mut TemplateDraft),
        #[case] field: &str,
    ) {
        let mut draft = draft();
        breaks(&mut draft);
        let problems = draft.check().unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [field]);
    }

    #[test]
    fn a_change_keeps_the_other_fields() {
        let terms = draft().check().unwrap();
        let nothing = TemplateChange::default();
        assert_eq!(nothing.apply(terms.clone()).unwrap(), terms);
        let single = TemplateChange {
            usage_type: Some(UsageKind::Single),
            total_limit: Some(None),
            ..TemplateChange::default()
        };
        let changed = single.apply(terms.clone()).unwrap();
        assert_eq!((changed.usage, changed.total_limit), (UsageType::Single, None));
        assert_eq!(changed.value, terms.value);
        let too_much =
            TemplateChange { value: Some("150".parse().unwrap()), ..TemplateChange::default() };
        assert!(too_much.clone().apply(terms.clone()).is_err());
        let roubles = TemplateChange { value_type: Some(ValueType::Fixed), ..too_much };
        assert!(roubles.apply(terms).is_ok());
    }
}
