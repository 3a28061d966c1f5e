//! Values with a form of their own: instants, days, decimal numbers, row ids.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{
    ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// What poem-openapi asks of a type that is one JSON value: its name and its schema.
macro_rules! scalar {
    ($name:ident, $schema_name:literal, $schema:expr) => {
        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                $schema_name.into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new($schema))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                serde_json::from_value(value.unwrap_or_default()).map_err(ParseError::custom)
            }
        }
    };
}

/// An instant: `2026-03-05T10:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp(pub DateTime<Utc>);

scalar!(
    Timestamp,
    "string_date-time",
    MetaSchema {
        example: Some("2026-03-05T10:00:00.000Z".into()),
        ..MetaSchema::new_with_format("string", "date-time")
    }
);

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl Timestamp {
    fn read(text: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self(at.to_utc()))
            .map_err(|error| format!("a date-time is expected: {error}"))
    }
}

impl ToJSON for Timestamp {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.to_rfc3339_opts(SecondsFormat::Millis, true).into())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl ParseFromParameter for Timestamp {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Self::read(value).map_err(ParseError::custom)
    }
}

/// A day of the calendar: `2002-02-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

scalar!(
    Day,
    "string_date",
    MetaSchema {
        example: Some("2026-03-05".into()),
        ..MetaSchema::new_with_format("string", "date")
    }
);

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl Day {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error| format!("a date is expected: {error}"))
    }
}

impl ToJSON for Day {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.to_string().into())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl ParseFromParameter for Day {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Self::read(value).map_err(ParseError::custom)
    }
}

/// Roubles or percent as text: `150.00`. Responses have two decimal places, requests at most two.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Decimal(pub String);

scalar!(
    Decimal,
    "string_decimal",
    MetaSchema {
        pattern: Some(r"^[0-9]+(\.[0-9]{1,2})?$".into()),
        example: Some("150.00".into()),
        ..MetaSchema::new_with_format("string", "decimal")
    }
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

/// A row id in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Id(pub i64);

impl Id {
    /// Every JSON client reads integers up to 2^53 − 1 exactly. The document is written with floats whose last digit is even
    /// up there, so the bound is the even number below.
    pub(crate) const MAX: i64 = (1 << 53) - 2;
}

scalar!(
    Id,
    "integer_id",
    MetaSchema {
        description: Some("Row id."),
        minimum: Some(1.0),
        maximum: Some(9_007_199_254_740_990.0),
        ..MetaSchema::new_with_format("integer", "int64")
    }
);

impl ToJSON for Id {
    fn to_json(&self) -> Option<Value> {
        Some(json!(self.0))
    }
}

impl ParseFromParameter for Id {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        let id = value.parse().ok().filter(|id| (1..=Self::MAX).contains(id));
        let expected =
            || ParseError::custom(format!("a row id from 1 to {} is expected", Self::MAX));
        id.map(Self).ok_or_else(expected)
    }
}
