//! One example per object of the OpenAPI document, put together from its fields.

use std::collections::BTreeMap;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde_json::{Map, Value};

/// Texts by the name of their field; any other text field shows its own name.
const TEXTS: [(&str, &str); 0] = [];

/// Objects nested deeper than this are left empty.
const DEPTH: usize = 6;

/// Gives an example to each object of the document that has none.
pub(crate) fn add(registry: &mut Registry) {
    let schemas = &registry.schemas;
    let examples: BTreeMap<String, Value> = schemas
        .iter()
        .filter(|(_, schema)| schema.example.is_none() && schema.ty == "object")
        .map(|(name, schema)| (name.clone(), of_schema(schemas, name, schema, DEPTH)))
        .collect();
    for (name, example) in examples {
        if let Some(schema) = registry.schemas.get_mut(&name) {
            schema.example = Some(example);
        }
    }
}

type Schemas = BTreeMap<String, MetaSchema>;

/// `name` is that of the field.
fn of_reference(schemas: &Schemas, name: &str, schema: &MetaSchemaRef, depth: usize) -> Value {
    match schema {
        MetaSchemaRef::Inline(schema) => of_schema(schemas, name, schema, depth),
        MetaSchemaRef::Reference(reference) => {
            schemas.get(reference).map_or(Value::Null, |schema| {
                of_schema(schemas, name, schema, depth)
            })
        }
    }
}

fn of_schema(schemas: &Schemas, name: &str, schema: &MetaSchema, depth: usize) -> Value {
    let given = [&schema.example, &schema.default].into_iter().flatten();
    if let Some(given) = given.chain(&schema.enum_items).next() {
        return given.clone();
    }
    let forms = schema
        .all_of
        .iter()
        .chain(&schema.one_of)
        .chain(&schema.any_of);
    if let Some(form) = forms.into_iter().next() {
        return of_reference(schemas, name, form, depth);
    }
    match schema.ty {
        "object" if depth > 0 => {
            let properties = schema.properties.iter().map(|(name, property)| {
                let value = of_reference(schemas, name, property, depth - 1);
                ((*name).to_owned(), value)
            });
            Value::Object(properties.collect())
        }
        "array" if depth > 0 => {
            let items = schema.items.iter();
            items
                .map(|item| of_reference(schemas, name, item, depth - 1))
                .collect()
        }
        "array" => Value::Array(Vec::new()),
        "string" => {
            let text = TEXTS.iter().find(|(field, _)| *field == name);
            text.map_or(name, |(_, text)| text).into()
        }
        "integer" => {
            let least = schema.minimum.unwrap_or(1.0).max(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
            let least = least as i64;
            least.into()
        }
        "boolean" => Value::Bool(false),
        _ => Value::Object(Map::new()),
    }
}
