//! One example per object of the OpenAPI document, put together from its fields.

use std::collections::BTreeMap;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde_json::{Map, Value};

/// Texts by the name of their field; any other text field shows its own name.
const TEXTS: [(&str, &str); 52] = [
    ("access_token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl"),
    ("action", "update_setting"),
    ("add_tags", "постоянный"),
    ("body", "<b>Скидка</b> для вас, {name}!"),
    ("code", "ДЯА4589"),
    ("consent_version", "2026-01"),
    ("content_type", "image/jpeg"),
    ("default", "12"),
    ("description", "Для новых клиентов"),
    ("description_en", "Hour of reminders"),
    ("description_ru", "Час напоминаний"),
    ("detail", "/name: must be 1 to 120 characters"),
    ("display_name", "Анна Петрова"),
    ("entity", "setting"),
    ("error_code", "media_gone"),
    ("error_message", "Bad Request: chat not found"),
    ("expected", "a username without the @"),
    ("external_id", "receipt-4711"),
    ("file", "<binary>"),
    ("file_name", "photo.jpg"),
    ("first_name", "Анна"),
    ("hash", "9f86d081884c7d659a2feaa0c55ad015"),
    ("ip", "203.0.113.9"),
    ("key", "reminder_hour"),
    ("last_name", "Петрова"),
    ("link", "https://t.me/marmelad_bot?start=ref_spring"),
    ("media_ref", "https://example.com/photo.jpg"),
    ("message", "must be 1 to 120 characters"),
    ("message_text", "<b>Ждём вас!</b>"),
    ("name", "Весенняя скидка"),
    ("notification", "redeemed"),
    ("path", "/name"),
    ("phone", "+79001234567"),
    ("placeholders", "name"),
    ("prev_hash", "2c26b46b68ffc68ff99b453c1d304134"),
    ("reason", "Ошибка кассира"),
    ("remove_tags", "новый"),
    ("request_id", "3f2a9c0d1e4b5a67"),
    ("revoke_reason", "Ошибка выдачи"),
    ("search", "анна"),
    ("shop", "Светланская, 1"),
    ("slug", "spring"),
    ("tag", "постоянный"),
    ("tags", "постоянный"),
    ("text", "Открыть каталог"),
    ("time_zone", "Asia/Vladivostok"),
    ("title", "Весенняя рассылка"),
    ("token", "5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99"),
    ("token_type", "bearer"),
    ("type", "/problems/invalid-value"),
    ("url", "https://example.com/catalog"),
    ("username", "anna_p"),
];

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
        MetaSchemaRef::Reference(reference) => schemas
            .get(reference)
            .map_or(Value::Null, |schema| of_schema(schemas, name, schema, depth)),
    }
}

fn of_schema(schemas: &Schemas, name: &str, schema: &MetaSchema, depth: usize) -> Value {
    let given = [&schema.example, &schema.default].into_iter().flatten();
    if let Some(given) = given.chain(&schema.enum_items).next() {
        return given.clone();
    }
    let forms = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
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
            items.map(|item| of_reference(schemas, name, item, depth - 1)).collect()
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
