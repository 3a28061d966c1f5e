//! Values that JSON carries as strings of a fixed form.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use marmelad_core::domain::money::Money;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{
    ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type,
};
use serde_json::Value;

/// An instant: `2026-03-05T02:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub DateTime<Utc>);

/// A day of the calendar: `2002-02-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

/// Roubles with two places: `150.00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub Money);

impl Timestamp {
    fn show(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    fn read(text: &str) -> Result<Self, String> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(at) => Ok(Self(at.with_timezone(&Utc))),
            Err(_) => Err("expected an instant such as 2026-03-05T02:00:00.000Z".into()),
        }
    }
}

impl Day {
    fn show(self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(day) => Ok(Self(day)),
            Err(_) => Err("expected a day such as 2002-02-03".into()),
        }
    }
}

impl Amount {
    fn show(self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Result<Self, String> {
        text.parse::<Money>()
            .map(Self)
            .map_err(|error| error.to_string())
    }
}

/// The traits of poem-openapi over `show` and `read`.
macro_rules! as_string {
    ($($name:ident $format:literal;)+) => {$(
        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                concat!("string_", $format).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", $format)))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.show()))
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value.unwrap_or_default() {
                    Value::String(text) => Self::read(&text).map_err(ParseError::custom),
                    other => Err(ParseError::expected_type(other)),
                }
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                Self::read(text).map_err(ParseError::custom)
            }
        }
    )+};
}

as_string! {
    Timestamp "date-time";
    Day "date";
    Amount "decimal";
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Money> for Amount {
    fn from(amount: Money) -> Self {
        Self(amount)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_of_a_fixed_form() {
        let at = Timestamp("2026-03-05T12:00:00+10:00".parse().unwrap());
        assert_eq!(at.to_json(), Some(json!("2026-03-05T02:00:00.000Z")));
        let day = Day("2002-02-03".parse().unwrap());
        assert_eq!(day.to_json(), Some(json!("2002-02-03")));
        let amount = Amount("150.5".parse().unwrap());
        assert_eq!(amount.to_json(), Some(json!("150.50")));
    }

    #[test]
    fn what_is_shown_reads_back_and_other_things_do_not() {
        let at = Timestamp::parse_from_json(Some(json!("2026-03-05T02:00:00.000Z")));
        assert_eq!(at.unwrap().show(), "2026-03-05T02:00:00.000Z");
        assert!(Timestamp::parse_from_json(Some(json!("yesterday"))).is_err());
        assert!(Day::parse_from_json(Some(json!("2002-02-30"))).is_err());
        assert!(Amount::parse_from_json(Some(json!(150.0))).is_err());
        assert!(Amount::parse_from_parameter("-1").is_err());
    }
}
