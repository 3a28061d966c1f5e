//! Which addresses there are, for the header `Allow` and for metrics.

use std::collections::BTreeMap;

use crate::spec::{self, API_PATH, fits};

/// Which methods each address of the API knows.
#[derive(Debug, Clone)]
pub(crate) struct Methods(BTreeMap<String, Vec<String>>);

impl Methods {
    /// Reads the document.
    pub(crate) fn of_api() -> Self {
        let mut document = spec::written();
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (method, path, _) in spec::operations(&mut document) {
            let methods = known.entry(format!("{API_PATH}{path}")).or_default();
            if method == "GET" {
                methods.push("HEAD".into());
            }
            methods.push(method);
        }
        Self(known)
    }

    /// The template that an address belongs to, for metrics: a closed set, whatever is asked for.
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

    /// For `Allow`; everything outside the API is only read.
    pub(crate) fn allowed(&self, path: &str) -> String {
        self.find(path)
            .map_or_else(|| "GET, HEAD".into(), |(_, methods)| methods.join(", "))
    }

    /// `/users/export` before `/users/{id}`.
    fn find(&self, path: &str) -> Option<(&str, &[String])> {
        let fitting = self.0.iter().filter(|(template, _)| fits(template, path));
        fitting
            .min_by_key(|(template, _)| template.matches('{').count())
            .map(|(template, methods)| (template.as_str(), methods.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_methods_come_from_the_document() {
        let methods = Methods::of_api();
        assert_eq!(methods.allowed("/api/v1/auth/login-token"), "POST");
        assert_eq!(methods.allowed("/api/v1/auth/me"), "HEAD, GET");
        assert_eq!(methods.allowed("/health"), "GET, HEAD");
        assert_eq!(
            methods.route("/api/v1/auth/login-token"),
            "/api/v1/auth/login-token"
        );
        assert_eq!(methods.route("/api/v1/wp-admin.php"), "unknown");
        assert_eq!(methods.route("/ready"), "/ready");
        assert_eq!(methods.route("/users/5"), "panel");
    }
}
