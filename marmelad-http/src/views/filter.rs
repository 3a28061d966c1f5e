//! The filter of a segment: a tree of conditions, described in the document by field and operator.

use marmelad_core::people::Gender;
use marmelad_core::segments::{Field, FieldKind, MAX_LISTED, SegmentFilter};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::ToJSON;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{IntoView, json_type};

/// A filter as JSON; the core parses it and names the place of every error.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Filter(pub Value);

impl IntoView for SegmentFilter {
    type View = Filter;

    fn into_view(self) -> Filter {
        Filter(self.to_json())
    }
}

const NAME: &str = "SegmentFilter";

const KINDS: [(FieldKind, &str); 6] = [
    (FieldKind::Word, "SegmentWordCondition"),
    (FieldKind::Number, "SegmentNumberCondition"),
    (FieldKind::Money, "SegmentMoneyCondition"),
    (FieldKind::Flag, "SegmentFlagCondition"),
    (FieldKind::Tags, "SegmentTagsCondition"),
    (FieldKind::Time, "SegmentTimeCondition"),
];

json_type!(Filter, "SegmentFilter", reference(NAME), register: register);

impl ToJSON for Filter {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}

fn register(registry: &mut Registry) {
    let mut add = |name: &str, schema: MetaSchema| {
        registry.create_schema::<Filter, _>(name.to_owned(), |_| schema);
    };
    add(NAME, tree());
    let parts =
        || MetaSchema { items: Some(Box::new(reference(NAME))), ..MetaSchema::new("array") };
    let all = described(
        "Selects clients that match every part. `{\"all\": []}` as the whole filter selects all clients.",
        parts(),
    );
    add("SegmentAll", group("all", all));
    let at_least_one = MetaSchema { min_items: Some(1), ..parts() };
    add(
        "SegmentAny",
        group("any", described("Selects clients that match at least one part.", at_least_one)),
    );
    add("SegmentNot", group("not", reference(NAME)));
    add("SegmentCondition", one_of(KINDS.map(|(_, name)| reference(name)).into()));
    for (kind, name) in KINDS {
        add(name, condition(kind));
    }
}

fn tree() -> MetaSchema {
    let forms = ["SegmentAll", "SegmentAny", "SegmentNot", "SegmentCondition"];
    MetaSchema {
        description: Some(
            "Filter over clients: a tree of groups (`all`, `any`, `not`) and conditions, at most 8 groups deep and with at \
             most 64 conditions. A condition on a value that a client lacks is false, whatever its operator.",
        ),
        example: Some(json!({ "all": [
            { "field": "gender", "op": "eq", "value": "female" },
            { "any": [
                { "field": "age", "op": "between", "value": [25, 40] },
                { "field": "tags", "op": "contains", "value": "vip" },
            ] },
            { "not": { "field": "last_redeemed_at", "op": "within_days", "value": 30 } },
        ] })),
        ..one_of(forms.map(reference).into())
    }
}

fn group(key: &'static str, parts: MetaSchemaRef) -> MetaSchema {
    MetaSchema {
        description: Some("A group of a filter."),
        required: vec![key],
        properties: vec![(key, parts)],
        ..MetaSchema::new("object")
    }
}

/// A condition on the fields of one kind.
fn condition(kind: FieldKind) -> MetaSchema {
    let fields = Field::ALL.iter().filter(|field| field.kind() == kind);
    let fields = words(fields.map(|field| field.as_str()));
    let ops = words(kind.ops().iter().map(|op| op.as_str()));
    MetaSchema {
        description: Some("A condition of a filter."),
        required: vec!["field", "op", "value"],
        properties: vec![
            ("field", described("Field of the client.", fields)),
            ("op", described("Operator.", ops)),
            ("value", described(about_value(kind), value(kind))),
        ],
        ..MetaSchema::new("object")
    }
}

fn about_value(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Word => "A word; for `in` an array of 1 to 100 words.",
        FieldKind::Number => {
            "A whole number: years for `age`, 1–12 for `birthday_month`. For `between` an array `[from, to]`, both \
             included; for `in` an array of 1 to 100 numbers."
        }
        FieldKind::Money => {
            "Roubles: `\"1500.00\"` or `1500`. For `between` an array `[from, to]`, both included; for `in` an array of \
             1 to 100 amounts."
        }
        FieldKind::Flag => "`true` or `false`.",
        FieldKind::Tags => {
            "A tag; for `in` an array of 1 to 100 tags, of which the client has at least one."
        }
        FieldKind::Time => {
            "An instant with its zone (`2026-03-05T12:00:00+10:00`) or a local day (`2026-03-05`). For `between` an array \
             `[from, to]`, both included; for `within_days` and `older_than_days` a number of days, 1–36500."
        }
    }
}

fn value(kind: FieldKind) -> MetaSchema {
    let or_several = |one: MetaSchema| one_of(vec![inline(one.clone()), list(one, 1, MAX_LISTED)]);
    match kind {
        FieldKind::Word => or_several(words(Gender::ALL.iter().map(|gender| gender.as_str()))),
        FieldKind::Number => {
            or_several(MetaSchema { minimum: Some(0.0), ..MetaSchema::new("integer") })
        }
        FieldKind::Money => {
            let money = MetaSchema {
                pattern: Some(r"^[0-9]+(\.[0-9]{1,2})?$".into()),
                example: Some("1500.00".into()),
                ..MetaSchema::new("string")
            };
            let whole = MetaSchema::new("integer");
            or_several(one_of(vec![inline(money), inline(whole)]))
        }
        FieldKind::Flag => MetaSchema::new("boolean"),
        FieldKind::Tags => or_several(MetaSchema {
            min_length: Some(1),
            max_length: Some(64),
            ..MetaSchema::new("string")
        }),
        FieldKind::Time => {
            let days = MetaSchema {
                minimum: Some(1.0),
                maximum: Some(36_500.0),
                ..MetaSchema::new("integer")
            };
            let when = MetaSchema {
                pattern: Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}".into()),
                example: Some("2026-03-05".into()),
                ..MetaSchema::new("string")
            };
            one_of(vec![inline(when.clone()), inline(days), list(when, 2, 2)])
        }
    }
}

fn words<'a>(all: impl Iterator<Item = &'a str>) -> MetaSchema {
    MetaSchema { enum_items: all.map(Value::from).collect(), ..MetaSchema::new("string") }
}

fn list(of: MetaSchema, least: usize, most: usize) -> MetaSchemaRef {
    inline(MetaSchema {
        items: Some(Box::new(inline(of))),
        min_items: Some(least),
        max_items: Some(most),
        ..MetaSchema::new("array")
    })
}

fn one_of(forms: Vec<MetaSchemaRef>) -> MetaSchema {
    MetaSchema { one_of: forms, ..MetaSchema::ANY }
}

fn described(description: &'static str, schema: MetaSchema) -> MetaSchemaRef {
    inline(MetaSchema { description: Some(description), ..schema })
}

fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}

fn reference(name: &str) -> MetaSchemaRef {
    MetaSchemaRef::Reference(name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A value that the parser takes and one that the schema names, for each field and op of the document.
    #[test]
    fn the_document_lists_what_the_parser_takes() {
        let document: Value = serde_json::from_str(crate::spec::document()).unwrap();
        let schemas = &document["components"]["schemas"];
        let forms = schemas["SegmentFilter"]["oneOf"].as_array().unwrap();
        assert_eq!(forms.len(), 4);
        let parts = &schemas["SegmentAll"]["properties"]["all"]["items"]["$ref"];
        assert_eq!(parts, "#/components/schemas/SegmentFilter");
        let mut taken = 0;
        for kind in schemas["SegmentCondition"]["oneOf"].as_array().unwrap() {
            let name = kind["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
            let properties = &schemas[name]["properties"];
            for field in properties["field"]["enum"].as_array().unwrap() {
                for op in properties["op"]["enum"].as_array().unwrap() {
                    let value = match (name, op.as_str().unwrap()) {
                        ("SegmentWordCondition", "in") => json!(["male"]),
                        ("SegmentWordCondition", _) => json!("male"),
                        ("SegmentFlagCondition", _) => json!(true),
                        ("SegmentTagsCondition", "in") => json!(["vip"]),
                        ("SegmentTagsCondition", _) => json!("vip"),
                        (_, "within_days" | "older_than_days") => json!(7),
                        ("SegmentTimeCondition", "between") => json!(["2026-01-01", "2026-02-01"]),
                        ("SegmentTimeCondition", _) => json!("2026-01-01"),
                        (_, "between" | "in") => json!([1, 2]),
                        _ => json!(1),
                    };
                    let filter = json!({ "field": field, "op": op, "value": value });
                    SegmentFilter::parse(&filter).unwrap();
                    taken += 1;
                }
            }
        }
        let all: usize = Field::ALL.iter().map(|field| field.kind().ops().len()).sum();
        assert_eq!(taken, all);
    }
}
