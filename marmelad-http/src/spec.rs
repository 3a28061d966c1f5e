//! The OpenAPI document, and the API as a whole.
//!
//! poem-openapi writes the document from the code; [`crate::operation`] adds what all operations have in common.

use std::sync::LazyLock;

use poem_openapi::{LicenseObject, OpenApiService, Tags};
use serde_json::Value;

use crate::API_PATH;
use crate::api::{APIS, Apis};
use crate::operation::Strict;

/// Groups of operations in the document.
#[derive(Tags)]
pub(crate) enum Tag {
    /// Log in and out of the panel.
    Auth,
    /// Admins: people with access to the panel.
    Admins,
    /// Cashiers: people who redeem codes in the shops.
    Cashiers,
    /// Clients: their data, tags, events and discounts.
    Users,
    /// Discounts: list, check, redeem, undo and revoke codes.
    Discounts,
    /// Purchases.
    Orders,
    /// Segments: saved filters over clients.
    Segments,
    /// Templates by which discounts are issued.
    #[oai(rename = "Discount templates")]
    DiscountTemplates,
    /// Settings that owners change at run time.
    Settings,
    /// Audit log: who changed what.
    #[oai(rename = "Audit log")]
    AuditLog,
    /// Campaigns: links that bring new clients.
    Campaigns,
    /// Reports over a period of local days.
    Reports,
    /// Broadcasts: one message to many clients.
    Broadcasts,
    /// Files that broadcasts send.
    Media,
}

const DESCRIPTION: &str = "REST API of the loyalty system «Мармеладный дворик».

- **Authorization**: `Authorization: Bearer <access_token>` with a token from `POST /auth/login-token`. The security \
scheme of an operation names the role it needs: `reader` (any active admin), `marketing` (`marketing` and `owner`) or \
`owner`. Role, access and revocation are checked in the database on every request.
- **Failures** are `application/problem+json` (RFC 9457). Programs compare `type`, whose slugs are stable. \
`request_id` is also in the header `X-Request-Id` and in the server's log.
- **Lists** take `page` (from 1), `per_page` (up to 200) and `sort` (`created_at`, `-created_at`), and return \
`{items, total, total_exact, page, per_page}`.
- **Times** are RFC 3339 in UTC with milliseconds; days are local to the shops. **Money** is a string with two \
decimal places (`\"150.00\"`). Unknown and unset fields are left out of responses.
- **`Idempotency-Key`**: 1–255 visible ASCII characters, kept for 24 hours per admin, method and path. The same key \
with the same body gets the same response; with another body the key is refused. Of simultaneous requests with one \
key one acts and the others wait up to 10 seconds for its response. Responses 5xx and 429 are not kept.
- **PATCH** changes only the fields that are sent; `null` clears a nullable field.";

pub(crate) fn service() -> OpenApiService<Strict<Apis>, ()> {
    let license = LicenseObject::new("MIT").url("https://opensource.org/license/mit");
    OpenApiService::new(Strict(APIS), "Marmelad API", env!("CARGO_PKG_VERSION"))
        .description(DESCRIPTION)
        .license(license)
        .server(API_PATH)
}

/// The OpenAPI document, as served and as committed. Written once per process.
pub fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
        let mut document: Value = serde_json::from_str(&service().spec()).unwrap_or_default();
        close_bodies(&mut document);
        format!("{document:#}\n")
    });
    &DOCUMENT
}

/// Adds `additionalProperties: false`, which poem-openapi's registry cannot express, to the objects of request bodies.
fn close_bodies(document: &mut Value) {
    let mut names = Vec::new();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (_, path) in paths {
        for (_, operation) in path.as_object_mut().into_iter().flatten() {
            if let Some(body) = operation.get_mut("requestBody") {
                close_objects(body, &mut names);
            }
        }
    }
    let schemas = &mut document["components"]["schemas"];
    let mut next = 0;
    while let Some(schema) = names.get(next).and_then(|name| schemas.get_mut(name)) {
        close_objects(schema, &mut names);
        next += 1;
    }
}

/// Closes the objects of a part of the document, and collects the names of the schemas it refers to.
fn close_objects(part: &mut Value, names: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.entry("additionalProperties").or_insert(false.into());
            }
            let reference = fields.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.rsplit('/').next());
            if let Some(name) = name.filter(|name| !names.iter().any(|known| known == name)) {
                names.push(name.to_owned());
            }
            fields.values_mut().for_each(|it| close_objects(it, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| close_objects(it, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn parsed() -> Value {
        serde_json::from_str(document()).unwrap()
    }

    #[test]
    fn every_operation_documents_itself_and_its_failures() {
        let document = parsed();
        let mut count = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                count += 1;
                let of = format!("{method} {path}");
                for field in ["operationId", "summary", "description"] {
                    let text = operation[field].as_str().unwrap_or_default();
                    assert!(!text.is_empty(), "{of} has no {field}");
                }
                assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{of}");
                let responses = operation["responses"].as_object().unwrap();
                let mut statuses = responses.keys();
                assert!(statuses.any(|status| status.starts_with('2')), "{of}");
                for status in ["400", "500", "503"] {
                    assert!(responses.contains_key(status), "{of} lacks {status}");
                }
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
        assert!(count > 10);
    }

    #[test]
    fn request_bodies_take_no_unknown_fields() {
        let document = parsed();
        let schemas = &document["components"]["schemas"];
        for closed in ["LoginToken", "UrlButton", "SegmentNot"] {
            assert_eq!(schemas[closed]["additionalProperties"], false, "{closed}");
        }
        assert!(schemas["Login"].get("additionalProperties").is_none());
    }

    #[test]
    fn every_object_has_an_example_and_every_field_a_description() {
        let document = parsed();
        let mut silent = Vec::new();
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            if schema["type"] == "object" && schema.get("example").is_none() {
                silent.push(name.clone());
            }
            for (field, of) in schema["properties"].as_object().into_iter().flatten() {
                // A bare reference is described by the schema it refers to.
                if of.get("$ref").is_none() && of.get("description").is_none() {
                    silent.push(format!("{name}.{field}"));
                }
            }
        }
        assert!(silent.is_empty(), "{silent:?}");
    }
}
