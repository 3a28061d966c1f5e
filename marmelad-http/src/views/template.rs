//! Discount templates.

use std::ops::RangeInclusive;

use marmelad_core::discounts as domain;
use marmelad_core::discounts::recurrence;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::ToJSON;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::discount::{usage, value};
use super::{Decimal, IntoView, Timestamp, UsageKind, ValueType, json_type, view, words};

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

json_type!(
    Recurrence,
    "Recurrence",
    MetaSchemaRef::Reference("Recurrence".to_owned()),
    register: |registry: &mut Registry| {
        registry.create_schema::<Self, _>("Recurrence".to_owned(), |_| MetaSchema {
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
);

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

view! {
    /// A template by which discounts are issued.
    Template of template: domain::Template {
        /// Id of the template.
        id: i64,
        /// Name shown to staff.
        name: String = template.terms.name,
        /// Description shown to staff.
        description: Option<String> = template.terms.description,
        /// Discount value: percent or roubles, with two decimal places.
        value: Decimal = value(template.terms.value),
        /// Unit of the value.
        value_type: ValueType = template.terms.value.value_type().into(),
        /// Event for which the system issues the discount.
        event: TemplateEvent = template.terms.event.into(),
        /// How often a code can be redeemed.
        usage_type: UsageKind = usage(template.terms.usage).0,
        /// Greatest number of redemptions, for `multi`.
        max_uses: Option<u32> = usage(template.terms.usage).1,
        /// Whole local days for which a code is valid after its day of issue.
        duration_days: u32 = template.terms.duration_days,
        /// How often one client may get the discount.
        recurrence: Recurrence = Recurrence(template.terms.recurrence),
        /// Smallest purchase for which a code is valid, in roubles.
        min_order_amount: Option<Decimal> = template.terms.min_order_amount.into_view(),
        /// Budget: greatest number of codes.
        total_limit: Option<u32> = template.terms.total_limit,
        /// Codes issued so far.
        issued_count: u32,
        /// First instant of issue.
        valid_from: Option<Timestamp> = template.terms.valid_from.into_view(),
        /// Last instant of issue.
        valid_until: Option<Timestamp> = template.terms.valid_until.into_view(),
        /// Text added to the message with the code: Telegram HTML.
        message_text: Option<String> = template.terms.message_text,
        /// Whether discounts are issued.
        is_active: bool = template.terms.is_active,
        /// When the template was created.
        created_at: Timestamp,
    }
}
