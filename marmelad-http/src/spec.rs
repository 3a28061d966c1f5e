//! The API as a whole: what it consists of, and the document that describes it.
//!
//! The framework writes the document from the code; [`document`] adds what it does not know: who may
//! use an operation and what can be refused, both by [`crate::access`].

use std::sync::LazyLock;

use marmelad_core::kernel::PageRequest;
use poem_openapi::{OpenApiService, Tags};
use serde_json::{Map, Value, json};

use crate::access::{self, Access, Operation};
use crate::keyed::IDEMPOTENCY_KEY;
use crate::paging::LAST_PAGE;
use crate::problem::Kind;

/// Every resource: its struct in [`crate::api`].
macro_rules! apis {
    ($($api:ident,)+) => {
        pub(crate) type Apis = ($(crate::api::$api,)+);
        const APIS: Apis = ($(crate::api::$api,)+);
    };
}

apis! {
    AuthApi,
    UsersApi,
    ExportsApi,
    AdminsApi,
    CashiersApi,
    DiscountsApi,
    OrdersApi,
    SegmentsApi,
    TemplatesApi,
    SettingsApi,
    AuditLogsApi,
    CampaignsApi,
    ReportsApi,
    ReportExportApi,
    BroadcastsApi,
    MediaApi,
}

/// Where the API begins.
pub(crate) const API_PATH: &str = "/api/v1";

/// How operations are grouped in the document.
#[derive(Tags)]
pub(crate) enum Tag {
    /// Logging in and out.
    Auth,
    /// People with access to the panel.
    Admins,
    /// People who redeem codes.
    Cashiers,
    /// Clients.
    Users,
    /// Lists as files.
    Exports,
    /// Codes: looked at, checked, redeemed, taken back, withdrawn.
    Discounts,
    /// Purchases.
    Orders,
    /// Saved filters over clients.
    Segments,
    /// What is given, when, and how often.
    #[oai(rename = "Discount templates")]
    DiscountTemplates,
    /// What owners change while everything runs.
    Settings,
    /// Who changed what.
    #[oai(rename = "Audit log")]
    AuditLog,
    /// Links that bring clients.
    Campaigns,
    /// What happened, in numbers.
    Reports,
    /// One message to many.
    Broadcasts,
    /// Files of broadcasts.
    Media,
}

const DESCRIPTION: &str = "Loyalty system of a chain of sweet shops.

- **Authorization**: `Authorization: Bearer <access_token>` from `POST /auth/login-token`. Each request asks \
the database whether the admin is active, which role they have, and whether the token was revoked.
- **Failures** are `application/problem+json` (RFC 9457). Programs tell them apart by `type`, whose slugs are \
stable; `request_id` stands in the answer, in the header `X-Request-Id` and in the log.
- **Lists** take `page` (from 1), `per_page` (up to 200) and `sort` (`created_at`, `-created_at`), and answer \
`{items, total, total_exact, page, per_page}`.
- **Times** are RFC 3339 in UTC with milliseconds, days are local to the shops, **money** is a string with two \
places (`\"150.00\"`). What is unknown or unset is left out.
- **`Idempotency-Key`** on what acts once: 1–255 visible ASCII characters, remembered for 24 hours for each admin, \
method and path. The same key and body give the same answer; with another body the key is refused. Of repetitions \
that arrive together one acts and the others wait for its answer, for up to 10 seconds. Failures of ours (5xx) and \
requests to come later (429) are not remembered.
- **PATCH** changes what is sent; `null` clears a field that the document calls nullable.";

pub(crate) fn service() -> OpenApiService<Apis, ()> {
    OpenApiService::new(APIS, "Мармеладный дворик", env!("CARGO_PKG_VERSION"))
        .description(DESCRIPTION)
        .server(API_PATH)
}

/// The document as served: written once, since it is the same as long as the process lives.
pub(crate) fn served() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(document);
    &DOCUMENT
}

/// The OpenAPI document, as committed and as served.
pub fn document() -> String {
    let mut document = written();
    for (_, path, operation) in operations(&mut document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        if let Some(row) = access::operation(id) {
            complete(operation, &path, row);
        }
    }
    close_bodies(&mut document);
    bound_numbers(&mut document);
    name_media(&mut document);
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" }
    });
    // A value prints itself without fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// What the framework wrote.
pub(crate) fn written() -> Value {
    serde_json::from_str(&service().spec()).unwrap_or_default()
}

/// Method, path template and body of every operation.
pub(crate) fn operations(document: &mut Value) -> Vec<(String, String, &mut Value)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object_mut().into_iter().flatten();
            methods.map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation))
        })
        .collect()
}

/// The ids of all operations.
#[cfg(test)]
pub(crate) fn operation_ids() -> Vec<String> {
    let mut document = written();
    let ids = operations(&mut document).into_iter();
    ids.map(|(_, _, operation)| operation["operationId"].as_str().unwrap_or("?").to_owned())
        .collect()
}

/// Bodies take no other fields than the document names: the objects of requests say so.
fn close_bodies(document: &mut Value) {
    let mut names = Vec::new();
    for (_, _, operation) in operations(document) {
        close_objects(&mut operation["requestBody"]);
        collect_references(&operation["requestBody"], &mut names);
    }
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        let schema = &mut document["components"]["schemas"][&name];
        close_objects(schema);
        collect_references(schema, &mut names);
        next += 1;
    }
}

/// What a number's format holds stands as its bounds, which more readers understand.
fn bound_numbers(part: &mut Value) {
    match part {
        Value::Object(fields) => {
            let bounds: Option<(Value, Value)> = match fields.get("format").and_then(Value::as_str)
            {
                Some("uint8") => Some((0.into(), u8::MAX.into())),
                Some("uint16") => Some((0.into(), u16::MAX.into())),
                Some("uint32") => Some((0.into(), u32::MAX.into())),
                Some("uint64") => Some((0.into(), i64::MAX.into())),
                Some("int64") => Some((i64::MIN.into(), i64::MAX.into())),
                _ => None,
            };
            if let Some((least, greatest)) = bounds {
                fields.entry("minimum").or_insert(least);
                fields.entry("maximum").or_insert(greatest);
            }
            fields.values_mut().for_each(bound_numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(bound_numbers),
        _ => {}
    }
}

/// A file comes in the type that it has.
fn name_media(document: &mut Value) {
    if let Some(answer) = document.pointer_mut("/paths/~1media~1{id}/get/responses/200") {
        answer["content"] =
            json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } });
    }
}

/// Every object in a part of the document takes no other fields than it names.
fn close_objects(part: &mut Value) {
    match part {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.entry("additionalProperties").or_insert(false.into());
            }
            fields.values_mut().for_each(close_objects);
        }
        Value::Array(items) => items.iter_mut().for_each(close_objects),
        _ => {}
    }
}

/// The names of the schemas that a part of the document refers to, each once.
fn collect_references(part: &Value, names: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            for (field, value) in fields {
                match value.as_str() {
                    Some(reference) if field == "$ref" => {
                        let name = reference.rsplit('/').next().unwrap_or_default();
                        if !names.iter().any(|known| known == name) {
                            names.push(name.to_owned());
                        }
                    }
                    _ => collect_references(value, names),
                }
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_references(item, names)),
        _ => {}
    }
}

/// Adds who may and what can be refused.
fn complete(operation: &mut Value, path: &str, row: &Operation) {
    let mut kinds = row.refusals.to_vec();
    let has_body = operation.get("requestBody").is_some();
    let has_parameters = operation["parameters"]
        .as_array()
        .is_some_and(|all| !all.is_empty());
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let (least, greatest, default) = match parameter["name"].as_str() {
            Some("page") => (1, LAST_PAGE, PageRequest::default().page),
            Some("per_page") => (
                1,
                PageRequest::MAX_PER_PAGE,
                PageRequest::default().per_page,
            ),
            Some("birthday_month") => (1, 12, 0),
            Some("age_from" | "age_to") => (0, 150, 0),
            _ => continue,
        };
        let schema = &mut parameter["schema"];
        schema["minimum"] = least.into();
        schema["maximum"] = greatest.into();
        if default > 0 {
            schema["default"] = default.into();
        }
    }
    // A parameter that is not known is refused everywhere.
    kinds.push(Kind::BadRequest);
    if has_body {
        kinds.extend([Kind::PayloadTooLarge, Kind::UnsupportedMediaType]);
    }
    if has_parameters && path.contains('{') {
        kinds.push(Kind::NotFound);
    }
    if row.access != Access::Open {
        kinds.extend([Kind::Unauthorized, Kind::AdminInactive]);
        operation["security"] = json!([{ "bearer": [] }]);
    }
    if matches!(row.access, Access::Changer | Access::Owner) {
        kinds.push(Kind::Forbidden);
    }
    if row.is_keyed {
        kinds.extend([Kind::IdempotencyKeyInUse, Kind::IdempotencyKeyReused]);
        add_key(operation);
    }
    kinds.extend([Kind::Internal, Kind::Unavailable]);
    let told = operation["description"].as_str().unwrap_or_default();
    let who = format!("**Who:** {}", row.access.in_words());
    let told = [told, &who].map(str::trim).join("\n\n");
    operation["description"] = told.trim().into();
    if let Some(responses) = operation["responses"].as_object_mut() {
        responses.remove("default");
        add_failures(responses, &kinds);
    }
}

/// The header is taken before the operation is called.
fn add_key(operation: &mut Value) {
    let key = json!({
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": false,
        "description": "Known by this, the request acts once however often it is sent within 24 hours.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" }
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(key),
        None => operation["parameters"] = json!([key]),
    }
}

fn add_failures(responses: &mut Map<String, Value>, kinds: &[Kind]) {
    let mut kinds: Vec<Kind> = kinds.to_vec();
    kinds.sort_by_key(|kind| (kind.status().as_u16(), kind.slug()));
    kinds.dedup();
    for kinds in kinds.chunk_by(|one, other| one.status() == other.status()) {
        let slugs = kinds
            .iter()
            .map(|kind| format!("`{}`: {}", kind.slug(), kind.title()));
        let mut response = json!({
            "description": slugs.collect::<Vec<_>>().join("; "),
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
        });
        let status = kinds[0].status().as_u16();
        if status == 429 {
            response["headers"] = json!({ "Retry-After": {
                "description": "Seconds after which another try is worth it.",
                "schema": { "type": "integer", "minimum": 1 }
            } });
        }
        responses.insert(status.to_string(), response);
    }
}

/// Whether a path is one of a template such as `/users/{id}`.
pub(crate) fn fits(template: &str, path: &str) -> bool {
    let parts = |text: &str| text.split('/').count();
    parts(template) == parts(path)
        && template
            .split('/')
            .zip(path.split('/'))
            .all(|(expected, part)| expected.starts_with('{') || expected == part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_operation_documents_itself_and_its_failures() {
        let mut document: Value = serde_json::from_str(&document()).unwrap();
        let operations = operations(&mut document);
        assert!(operations.len() > 10);
        for (method, path, operation) in operations {
            let of = format!("{method} {path}");
            for field in ["operationId", "summary", "description"] {
                let text = operation[field].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{of} has no {field}");
            }
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{of}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(
                responses.keys().any(|status| status.starts_with('2')),
                "{of}"
            );
            assert!(responses.contains_key("503"), "{of}");
            for (status, response) in responses {
                if status.starts_with('2') {
                    continue;
                }
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{of} {status}");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = &parameter["name"];
                assert!(parameter["description"].is_string(), "{of} {name}");
            }
        }
    }

    #[test]
    fn bodies_take_no_fields_that_are_not_named() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["LoginToken"]["additionalProperties"], false);
        assert!(schemas["Login"].get("additionalProperties").is_none());
    }

    #[test]
    fn templates_fit_their_paths() {
        assert!(fits("/users/{id}", "/users/5"));
        assert!(!fits("/users/{id}", "/users/5/timeline"));
        assert!(!fits("/users/{id}", "/admins/5"));
    }

    #[test]
    fn every_field_says_what_it_is() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        let mut silent = Vec::new();
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            for (field, of) in schema["properties"].as_object().into_iter().flatten() {
                // Beside a reference nothing else counts: the referenced schema speaks.
                if of.get("$ref").is_none() && of.get("description").is_none() {
                    silent.push(format!("{name}.{field}"));
                }
            }
        }
        assert!(silent.is_empty(), "{silent:?}");
    }
}
