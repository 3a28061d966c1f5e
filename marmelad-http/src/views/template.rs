//! Discount templates.

use marmelad_core::domain::{recurrence, template as domain};
use poem_openapi::{Enum, Object};

use super::discount::{usage, value};
use super::{Timestamp, UsageKind, ValueType, words};

words! {
    /// What makes the system issue a template.
    TemplateEvent mirrors domain::TemplateEvent {
        /// Given for the channel subscription.
        Subscription = "subscription",
        /// Given on the birthday.
        Birthday = "birthday",
        /// Given for joining a campaign.
        Campaign = "campaign",
        /// Given by hand or by a broadcast.
        Manual = "manual",
    }
}

/// The kinds of recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase")]
pub enum RecurrenceType {
    /// One discount in a client's life.
    Once,
    /// Again after `value` × 24 hours.
    Days,
    /// Again in another calendar month.
    Monthly,
    /// Again in another calendar year.
    Yearly,
    /// Always.
    Unlimited,
}

/// How often one client may get a template's discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Recurrence {
    /// Which kind.
    #[oai(rename = "type")]
    pub kind: RecurrenceType,
    /// For `days`: how many, 1–3650.
    pub value: Option<u32>,
}

impl From<recurrence::Recurrence> for Recurrence {
    fn from(from: recurrence::Recurrence) -> Self {
        let (kind, value) = match from {
            recurrence::Recurrence::Once => (RecurrenceType::Once, None),
            recurrence::Recurrence::Days { value } => (RecurrenceType::Days, Some(value)),
            recurrence::Recurrence::Monthly => (RecurrenceType::Monthly, None),
            recurrence::Recurrence::Yearly => (RecurrenceType::Yearly, None),
            recurrence::Recurrence::Unlimited => (RecurrenceType::Unlimited, None),
        };
        Self { kind, value }
    }
}

/// What is given, when, how long it lives and how often a client may get it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Template {
    /// Row id.
    pub id: i64,
    /// Shown to staff.
    pub name: String,
    /// Shown to staff.
    pub description: Option<String>,
    /// What it saves, with two places: `"10.00"`.
    pub value: String,
    /// Percent or roubles.
    pub value_type: ValueType,
    /// What makes the system issue it.
    pub event: TemplateEvent,
    /// Once or several times.
    pub usage_type: UsageKind,
    /// How many times, for `multi`.
    pub max_uses: Option<u32>,
    /// Whole days a code lives after its day of issue.
    pub duration_days: u32,
    /// How often one client may get it.
    pub recurrence: Recurrence,
    /// The smallest purchase it holds for.
    pub min_order_amount: Option<String>,
    /// Budget: at most so many codes ever.
    pub total_limit: Option<u32>,
    /// Codes issued so far.
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

impl From<domain::Template> for Template {
    fn from(template: domain::Template) -> Self {
        let terms = template.terms;
        let (usage_type, max_uses) = usage(terms.usage);
        Self {
            id: template.id.0,
            name: terms.name,
            description: terms.description,
            value: value(terms.value),
            value_type: terms.value.value_type().into(),
            event: terms.event.into(),
            usage_type,
            max_uses,
            duration_days: terms.duration_days,
            recurrence: terms.recurrence.into(),
            min_order_amount: terms.min_order_amount.map(|amount| amount.to_string()),
            total_limit: terms.total_limit,
            issued_count: template.issued_count,
            valid_from: terms.valid_from.map(Into::into),
            valid_until: terms.valid_until.map(Into::into),
            message_text: terms.message_text,
            is_active: terms.is_active,
            created_at: template.created_at.into(),
        }
    }
}
