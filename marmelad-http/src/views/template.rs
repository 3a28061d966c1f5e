//! Discount templates.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use marmelad_core::discounts as domain;
use marmelad_core::discounts::recurrence;
use poem_openapi::Object;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, ParseResult, ToJSON, Type};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::discount::{usage, value};
use super::{Decimal, Timestamp, UsageKind, ValueType, words};

words! {
    /// Event for which the system issues a template's discount.
    TemplateEvent mirrors domain::TemplateEvent {
        /// Subscription to the channel.
        Subscription = "subscription",
        /// Birthday of the client.
        Birthday = "birthday",
        /// The client joins a campaign.
        Campaign = "campaign",
        /// None: issued by staff or with a broadcast.
        Manual = "manual",
    }
}

/// How often one client may get a template's discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence(pub recurrence::Recurrence);

impl<'de> Deserialize<'de> for Recurrence {
    /// The derived implementation would accept unknown fields beside the `type` of a form without a value.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(deserializer)?;
        let read: recurrence::Recurrence =
            serde_json::from_value(given.clone()).map_err(D::Error::custom)?;
        if json!(read) == given {
            Ok(Self(read))
        } else {
            Err(D::Error::custom("only `days` has a `value` beside `type`"))
        }
    }
}

impl Type for Recurrence {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "Recurrence".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::name().into_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::name().into_owned(), |_| MetaSchema {
            description: Some("How often one client may get a template's discount."),
            one_of: vec![
                form("once", "Once per client.", None),
                form("days", "Again after `value` times 24 hours.", Some(1.0..=3650.0)),
                form("monthly", "Once per local calendar month.", None),
                form("yearly", "Once per local calendar year.", None),
                form("unlimited", "Without limit.", None),
            ],
            example: Some(json!({ "type": "days", "value": 30 })),
            ..MetaSchema::ANY
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

fn form(
    word: &'static str,
    about: &'static str,
    range: Option<RangeInclusive<f64>>,
) -> MetaSchemaRef {
    let inline = |schema| MetaSchemaRef::Inline(Box::new(schema));
    let kind = MetaSchema {
        description: Some("Kind of recurrence."),
        enum_items: vec![word.into()],
        ..MetaSchema::new("string")
    };
    let mut form = MetaSchema {
        description: Some(about),
        required: vec!["type"],
        properties: vec![("type", inline(kind))],
        ..MetaSchema::new("object")
    };
    if let Some(range) = range {
        let days = MetaSchema {
            description: Some("Number of 24-hour periods."),
            minimum: Some(*range.start()),
            maximum: Some(*range.end()),
            ..MetaSchema::new("integer")
        };
        form.required.push("value");
        form.properties.push(("value", inline(days)));
    }
    inline(form)
}

impl ToJSON for Recurrence {
    fn to_json(&self) -> Option<Value> {
        Some(json!(self.0))
    }
}

impl ParseFromJSON for Recurrence {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        Ok(serde_json::from_value(value.unwrap_or_default())?)
    }
}

/// A template by which discounts are issued.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Template {
    /// Id of the template.
    pub id: i64,
    /// Name shown to staff.
    pub name: String,
    /// Description shown to staff.
    pub description: Option<String>,
    /// Discount value: percent or roubles, with two decimal places.
    pub value: Decimal,
    /// Unit of the value.
    pub value_type: ValueType,
    /// Event for which the system issues the discount.
    pub event: TemplateEvent,
    /// How often a code can be redeemed.
    pub usage_type: UsageKind,
    /// Greatest number of redemptions, for `multi`.
    pub max_uses: Option<u32>,
    /// Whole local days for which a code is valid after its day of issue.
    pub duration_days: u32,
    /// How often one client may get the discount.
    pub recurrence: Recurrence,
    /// Smallest purchase for which a code is valid, in roubles.
    pub min_order_amount: Option<Decimal>,
    /// Budget: greatest number of codes.
    pub total_limit: Option<u32>,
    /// Codes issued so far.
    pub issued_count: u32,
    /// First instant of issue.
    pub valid_from: Option<Timestamp>,
    /// Last instant of issue.
    pub valid_until: Option<Timestamp>,
    /// Text added to the message with the code: Telegram HTML.
    pub message_text: Option<String>,
    /// Whether discounts are issued.
    pub is_active: bool,
    /// When the template was created.
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
            recurrence: Recurrence(terms.recurrence),
            min_order_amount: terms.min_order_amount.map(Decimal::of),
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
