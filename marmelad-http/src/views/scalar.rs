//! Values with a form of their own: instants, days, decimal numbers, numbers in a range.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use marmelad_core::kernel::{
    AdminId, BroadcastId, CampaignId, CashierId, ClientId, DiscountId, MediaId, OrderId, SegmentId,
    TemplateId, UsageLogId,
};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult, ToJSON};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What poem-openapi asks of a type that serde reads: its name, its schema and, if other parts of the document refer
/// to the schema by name, its registration.
macro_rules! json_type {
    ($name:ident, $schema_name:literal, $schema:expr $(, register: $register:expr)?) => {
        impl poem_openapi::types::Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> std::borrow::Cow<'static, str> {
                $schema_name.into()
            }

            fn schema_ref() -> poem_openapi::registry::MetaSchemaRef {
                $schema
            }

            $(
                fn register(registry: &mut poem_openapi::registry::Registry) {
                    $register(registry);
                }
            )?

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl poem_openapi::types::ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> poem_openapi::types::ParseResult<Self> {
                serde_json::from_value(value.unwrap_or_default())
                    .map_err(poem_openapi::types::ParseError::custom)
            }
        }
    };
}
pub(crate) use json_type;

fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}

/// An instant: `2026-03-05T10:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp(pub DateTime<Utc>);

json_type!(
    Timestamp,
    "string_date-time",
    inline(MetaSchema {
        example: Some("2026-03-05T10:00:00.000Z".into()),
        ..MetaSchema::new_with_format("string", "date-time")
    })
);

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl ToJSON for Timestamp {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.to_rfc3339_opts(SecondsFormat::Millis, true).into())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DateTime::parse_from_rfc3339(&String::deserialize(deserializer)?)
            .map(|at| Self(at.to_utc()))
            .map_err(|error| D::Error::custom(format!("a date-time is expected: {error}")))
    }
}

/// A day of the calendar: `2002-02-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

json_type!(
    Day,
    "string_date",
    inline(MetaSchema {
        example: Some("2026-03-05".into()),
        ..MetaSchema::new_with_format("string", "date")
    })
);

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl ToJSON for Day {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.to_string().into())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let day = String::deserialize(deserializer)?.parse();
        day.map(Self).map_err(|error| D::Error::custom(format!("a date is expected: {error}")))
    }
}

/// Roubles or percent as text: `150.00`. Responses have two decimal places, requests at most two.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Decimal(pub String);

json_type!(
    Decimal,
    "string_decimal",
    inline(MetaSchema {
        pattern: Some(r"^[0-9]+(\.[0-9]{1,2})?$".into()),
        example: Some("150.00".into()),
        ..MetaSchema::new_with_format("string", "decimal")
    })
);

impl Decimal {
    /// A number that prints itself with two decimal places.
    pub fn of(number: impl std::fmt::Display) -> Self {
        Self(format!("{number}"))
    }
}

impl ToJSON for Decimal {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.as_str().into())
    }
}

/// A number of the core as the document has it: a float, exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "the document has no other numbers")]
pub(crate) const fn documented(number: i64) -> f64 {
    number as f64
}

/// A whole number in a range, which the document states and parsing checks.
macro_rules! number_in_range {
    ($(#[$doc:meta])* $vis:vis $name:ident($number:ty) in $range:expr, $format:literal, $about:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis struct $name($vis $number);

        $crate::views::json_type!(
            $name,
            $format,
            MetaSchemaRef::Inline(Box::new(MetaSchema {
                description: Some($about),
                minimum: Some($crate::views::documented(*$range.start())),
                maximum: Some($crate::views::documented(*$range.end())),
                ..MetaSchema::new_with_format("integer", $format)
            }))
        );

        impl TryFrom<i64> for $name {
            type Error = String;

            fn try_from(number: i64) -> Result<Self, String> {
                let number = Some(number).filter(|number| $range.contains(number));
                let number = number.and_then(|number| number.try_into().ok());
                let (from, to) = $range.into_inner();
                number.map(Self).ok_or_else(|| format!("a whole number from {from} to {to} is expected"))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // What is no whole number gets the same error as a number outside the range.
                let number = Value::deserialize(deserializer)?.as_i64().unwrap_or(i64::MIN);
                number.try_into().map_err(serde::de::Error::custom)
            }
        }

        impl poem_openapi::types::ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(self.0.into())
            }
        }
    };
}
pub(crate) use number_in_range;

number_in_range! {
    /// A row id in a request.
    pub Id(i64) in 1..=Id::MAX, "int64", "Row id."
}

impl Id {
    /// Every JSON client reads integers up to 2^53 − 1 exactly. The document is written with floats whose last digit is even
    /// up there, so the bound is the even number below.
    pub(crate) const MAX: i64 = (1 << 53) - 2;
}

impl ParseFromParameter for Id {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        let number = text.parse::<i64>().map_err(ParseError::custom)?;
        Self::try_from(number).map_err(ParseError::custom)
    }
}

macro_rules! ids {
    ($($name:ident),+) => {
        $(
            impl From<Id> for $name {
                fn from(id: Id) -> Self {
                    Self(id.0)
                }
            }
        )+
    };
}
ids!(
    AdminId,
    BroadcastId,
    CampaignId,
    CashierId,
    ClientId,
    DiscountId,
    MediaId,
    OrderId,
    SegmentId,
    TemplateId,
    UsageLogId
);

impl From<Timestamp> for DateTime<Utc> {
    fn from(at: Timestamp) -> Self {
        at.0
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}
