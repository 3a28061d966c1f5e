//! The API as a whole: what it consists of, and the document that describes it.

use std::collections::BTreeMap;

use poem_openapi::{OpenApiService, Tags};
use serde_json::Value;

use crate::api::AuthApi;

/// Every resource.
pub(crate) type Apis = AuthApi;

/// Where the API begins.
pub(crate) const API_PATH: &str = "/api/v1";

/// How operations are grouped in the document.
#[derive(Tags)]
pub(crate) enum Tag {
    /// Logging in and out.
    Auth,
}

pub(crate) fn service() -> OpenApiService<Apis, ()> {
    OpenApiService::new(AuthApi, "Мармеладный дворик", env!("CARGO_PKG_VERSION"))
        .description("Loyalty system of a chain of sweet shops.")
        .server(API_PATH)
}

/// The OpenAPI document, as committed and as served.
pub fn document() -> String {
    let mut document = service().spec();
    document.push('\n');
    document
}

/// Which methods each address of the API knows, for the header `Allow`.
#[derive(Debug, Clone)]
pub(crate) struct Methods(BTreeMap<String, Vec<String>>);

impl Methods {
    /// Reads the document.
    pub(crate) fn of_api() -> Self {
        let document: Value = serde_json::from_str(&service().spec()).unwrap_or_default();
        let paths = document["paths"].as_object().into_iter().flatten();
        let known = paths.map(|(path, operations)| {
            let methods = operations
                .as_object()
                .into_iter()
                .flat_map(|all| all.keys());
            let mut methods: Vec<String> = methods.map(|it| it.to_uppercase()).collect();
            if methods.iter().any(|method| method == "GET") {
                methods.push("HEAD".into());
            }
            (format!("{API_PATH}{path}"), methods)
        });
        Self(known.collect())
    }

    /// The template that an address belongs to, for metrics: a closed set, whatever is asked for.
    pub(crate) fn route(&self, path: &str) -> &str {
        const OUTSIDE: [&str; 3] = ["/health", "/ready", "/openapi.json"];
        if let Some(outside) = OUTSIDE.into_iter().find(|outside| *outside == path) {
            return outside;
        }
        if !path.starts_with(API_PATH) {
            return "panel";
        }
        let known = self.0.keys().find(|template| fits(template, path));
        known.map_or("unknown", String::as_str)
    }

    /// For `Allow`; everything outside the API is only read.
    pub(crate) fn allowed(&self, path: &str) -> String {
        let known = self.0.iter().find(|(template, _)| fits(template, path));
        known.map_or_else(|| "GET, HEAD".into(), |(_, methods)| methods.join(", "))
    }
}

/// Whether a path is one of a template such as `/users/{id}`.
fn fits(template: &str, path: &str) -> bool {
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
    fn every_operation_documents_its_failures() {
        let document: Value = serde_json::from_str(&document()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        assert!(!paths.is_empty());
        for (path, operations) in paths {
            for (method, operation) in operations.as_object().unwrap() {
                let failure = &operation["responses"]["default"]["content"];
                let schema = &failure["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{method} {path}");
                assert!(operation["operationId"].is_string(), "{method} {path}");
            }
        }
    }

    #[test]
    fn allowed_methods_come_from_the_document() {
        let methods = Methods::of_api();
        assert_eq!(methods.allowed("/api/v1/auth/login-token"), "POST");
        assert_eq!(methods.allowed("/health"), "GET, HEAD");
        assert_eq!(
            methods.route("/api/v1/auth/login-token"),
            "/api/v1/auth/login-token"
        );
        assert_eq!(methods.route("/api/v1/wp-admin.php"), "unknown");
        assert_eq!(methods.route("/ready"), "/ready");
        assert_eq!(methods.route("/users/5"), "panel");
        assert!(fits("/users/{id}", "/users/5") && !fits("/users/{id}", "/users/5/timeline"));
    }
}
