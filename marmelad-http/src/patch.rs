//! Fields of a PATCH: absent, null, or a value.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, ParseResult, ToJSON, Type};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A field of a PATCH that can be cleared: absent = keep, `null` = clear, a value = set. Nullable in the OpenAPI
/// document. Its struct needs `#[serde(default)]`. A field that cannot be cleared is an `Option` read with
/// [`not_null`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    /// `None` = keep, `Some(None)` = clear.
    #[expect(clippy::option_option, reason = "the form in which commands carry it")]
    pub(crate) fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// For `#[serde(deserialize_with = "…")]` on an `Option` of a PATCH that may be absent but not null: `null` for a name
/// is refused, not taken for an absent field.
pub(crate) fn not_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

impl<T: Type> Type for Patch<T> {
    const IS_REQUIRED: bool = false;
    type RawValueType = T::RawValueType;
    type RawElementValueType = T::RawElementValueType;

    fn name() -> Cow<'static, str> {
        format!("nullable_{}", T::name()).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let nullable = MetaSchema { nullable: true, ..MetaSchema::ANY };
        MetaSchemaRef::Inline(Box::new(match T::schema_ref() {
            MetaSchemaRef::Inline(schema) => schema.merge(nullable),
            // A reference cannot be nullable itself; the second form matches null only.
            reference @ MetaSchemaRef::Reference(_) => MetaSchema {
                one_of: vec![
                    reference,
                    MetaSchemaRef::Inline(Box::new(MetaSchema {
                        ty: "string",
                        enum_items: vec![Value::Null],
                        ..nullable
                    })),
                ],
                ..MetaSchema::ANY
            },
        }))
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        match self {
            Self::Set(value) => value.as_raw_value(),
            Self::Keep | Self::Clear => None,
        }
    }

    fn raw_element_iter<'a>(
        &'a self,
    ) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
        match self {
            Self::Set(value) => value.raw_element_iter(),
            Self::Keep | Self::Clear => Box::new(std::iter::empty()),
        }
    }
}

impl<T: ParseFromJSON> ParseFromJSON for Patch<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            None => Ok(Self::Keep),
            Some(Value::Null) => Ok(Self::Clear),
            Some(value) => T::parse_from_json(Some(value))
                .map(Self::Set)
                .map_err(poem_openapi::types::ParseError::propagate),
        }
    }
}

impl<T: ToJSON> ToJSON for Patch<T> {
    fn to_json(&self) -> Option<Value> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(Value::Null),
            Self::Set(value) => value.to_json(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Change {
        #[serde(default)]
        shop: Patch<String>,
        #[serde(default, deserialize_with = "not_null")]
        name: Option<String>,
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let read = |value| serde_json::from_value::<Change>(value);
        assert_eq!(read(json!({})).unwrap().shop, Patch::Keep);
        assert_eq!(read(json!({ "shop": null })).unwrap().shop, Patch::Clear);
        let set = read(json!({ "shop": "Светланская" })).unwrap().shop;
        assert_eq!(set.into_change(), Some(Some("Светланская".to_owned())));
        assert_eq!(read(json!({})).unwrap().name, None);
        assert!(read(json!({ "name": null })).is_err());
    }

    #[test]
    fn the_document_calls_it_nullable() {
        let MetaSchemaRef::Inline(schema) = Patch::<String>::schema_ref() else {
            panic!("an inline schema was expected")
        };
        assert!(schema.nullable);
        assert_eq!(schema.ty, "string");
    }
}
