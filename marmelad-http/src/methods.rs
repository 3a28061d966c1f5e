//! The paths of the API and their methods, for the header `Allow` and for metrics.

use std::collections::BTreeMap;

use poem::http::Method;

use crate::API_PATH;
use crate::api::Apis;
use crate::operation::operations;

/// The methods of each path of the API.
#[derive(Debug, Clone)]
pub(crate) struct Methods(BTreeMap<String, Vec<String>>);

impl Methods {
    pub(crate) fn of_api() -> Self {
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, operation) in operations::<Apis>() {
            let methods = known.entry(format!("{API_PATH}{path}")).or_default();
            if operation.method == Method::GET {
                methods.push("HEAD".into());
            }
            methods.push(operation.method.to_string());
        }
        Self(known)
    }

    /// The metrics label of a request path. Unknown paths share one label, so clients cannot create labels.
    pub(crate) fn route(&self, path: &str) -> &str {
        const OUTSIDE: [&str; 3] = ["/health", "/ready", "/openapi.json"];
        if let Some(outside) = OUTSIDE.into_iter().find(|outside| *outside == path) {
            return outside;
        }
        if path == "/docs" || path.starts_with("/docs/") {
            return "/docs";
        }
        if !path.starts_with(API_PATH) {
            return "panel";
        }
        self.find(path).map_or("unknown", |(template, _)| template)
    }

    /// The value of `Allow`; everything outside the API is only read.
    pub(crate) fn allowed(&self, path: &str) -> String {
        self.find(path).map_or_else(|| "GET, HEAD".into(), |(_, methods)| methods.join(", "))
    }

    /// Prefers `/users/export` to `/users/{id}`.
    fn find(&self, path: &str) -> Option<(&str, &[String])> {
        let fitting = self.0.iter().filter(|(template, _)| fits(template, path));
        fitting
            .min_by_key(|(template, _)| template.matches('{').count())
            .map(|(template, methods)| (template.as_str(), methods.as_slice()))
    }
}

/// Whether a path fits a template such as `/users/{id}`.
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
    use super::*;

    #[test]
    fn allowed_methods_and_routes_come_from_the_operations() {
        let methods = Methods::of_api();
        assert_eq!(methods.allowed("/api/v1/auth/login-token"), "POST");
        assert_eq!(methods.allowed("/api/v1/auth/me"), "HEAD, GET");
        assert_eq!(methods.allowed("/health"), "GET, HEAD");
        let routes = [
            ("/api/v1/auth/login-token", "/api/v1/auth/login-token"),
            ("/api/v1/users/5", "/api/v1/users/{id}"),
            ("/api/v1/users/export", "/api/v1/users/export"),
            ("/api/v1/users/5/unknown", "unknown"),
            ("/api/v1/wp-admin.php", "unknown"),
            ("/ready", "/ready"),
            ("/users/5", "panel"),
        ];
        for (path, route) in routes {
            assert_eq!(methods.route(path), route);
        }
    }
}
