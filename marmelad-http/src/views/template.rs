//! Discount templates.

use marmelad_core::domain::money::{self, DiscountValue, Money};
use marmelad_core::domain::recurrence as rules;
use marmelad_core::domain::template as domain;
use poem_openapi::{Enum, Object};

use super::{Amount, Timestamp};

/// Terms by which discounts are issued.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct DiscountTemplate {
    /// Row id.
    pub id: i64,
    /// Shown to staff, 1–120 characters.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// Percent or roubles, by `value_type`.
    pub value: Amount,
    /// What `value` counts.
    pub value_type: ValueType,
    /// What makes the system issue it.
    pub event: TemplateEvent,
    /// How many times one code holds.
    pub usage_type: UsageType,
    /// The same as a number; 1 for `single`.
    pub max_uses: u32,
    /// Whole local days a code lives after its day of issue, 1–3650.
    pub duration_days: u32,
    /// How often one client may get it.
    pub recurrence: Recurrence,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<Amount>,
    /// Budget: at most so many codes ever.
    pub total_limit: Option<u32>,
    /// Codes issued so far, revoked ones too.
    pub issued_count: u32,
    /// First instant of issue.
    pub valid_from: Option<Timestamp>,
    /// Last instant of issue.
    pub valid_until: Option<Timestamp>,
    /// Added to the client's message.
    pub message_text: Option<String>,
    /// Whether it issues.
    pub is_active: bool,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What a discount's `value` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "money::ValueType")]
pub enum ValueType {
    /// Percent of the purchase.
    Percent,
    /// Roubles.
    Fixed,
}

/// What makes the system issue a discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case", remote = "domain::TemplateEvent")]
pub enum TemplateEvent {
    /// The channel subscription.
    Subscription,
    /// The birthday.
    Birthday,
    /// Joining a campaign.
    Campaign,
    /// An admin by hand, or a broadcast.
    Manual,
}

/// How many times one code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum UsageType {
    /// Once.
    Single,
    /// `max_uses` times.
    Multi,
}

/// How often one client may get a discount of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Recurrence {
    /// The rule.
    #[oai(rename = "type")]
    pub kind: RecurrenceType,
    /// With `days`: how many times 24 hours, 1–3650.
    pub value: Option<u32>,
}

/// A rule of recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum RecurrenceType {
    /// One discount in a client's life.
    Once,
    /// Again after `value` × 24 hours.
    Days,
    /// Again in another local calendar month.
    Monthly,
    /// Again in another local calendar year.
    Yearly,
    /// Always.
    Unlimited,
}

/// `value` of a discount or template: percent or roubles, both with two places.
pub(super) fn value_of(value: DiscountValue) -> Amount {
    Amount(Money::from_kopecks(value.hundredths()).unwrap_or_default())
}

impl From<domain::UsageType> for UsageType {
    fn from(usage: domain::UsageType) -> Self {
        match usage {
            domain::UsageType::Single => Self::Single,
            domain::UsageType::Multi { .. } => Self::Multi,
        }
    }
}

impl From<rules::Recurrence> for Recurrence {
    fn from(recurrence: rules::Recurrence) -> Self {
        let (kind, value) = match recurrence {
            rules::Recurrence::Once => (RecurrenceType::Once, None),
            rules::Recurrence::Days { value } => (RecurrenceType::Days, Some(value)),
            rules::Recurrence::Monthly => (RecurrenceType::Monthly, None),
            rules::Recurrence::Yearly => (RecurrenceType::Yearly, None),
            rules::Recurrence::Unlimited => (RecurrenceType::Unlimited, None),
        };
        Self { kind, value }
    }
}

impl From<&domain::Template> for DiscountTemplate {
    fn from(template: &domain::Template) -> Self {
        let terms = &template.terms;
        Self {
            id: template.id.0,
            name: terms.name.clone(),
            description: terms.description.clone(),
            value: value_of(terms.value),
            value_type: terms.value.value_type().into(),
            event: terms.event.into(),
            usage_type: terms.usage.into(),
            max_uses: terms.usage.max_uses(),
            duration_days: terms.duration_days,
            recurrence: terms.recurrence.into(),
            min_order_amount: terms.min_order_amount.map(Amount),
            total_limit: terms.total_limit,
            issued_count: template.issued_count,
            valid_from: terms.valid_from.map(Timestamp),
            valid_until: terms.valid_until.map(Timestamp),
            message_text: terms.message_text.clone(),
            is_active: terms.is_active,
            created_at: template.created_at.into(),
        }
    }
}
