//! What stands before every operation of the API: who asks, whether they may, and whether the address
//! asks only what the operation knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use marmelad_core::App;
use marmelad_core::sessions::Authentication;
use poem::http::{Method, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use poem_openapi::error::ParsePathError;
use serde_json::Value;

use crate::access::{Access, Operation};
use crate::caller::Caller;
use crate::paging::{bad_parameter, counted};
use crate::problem::{Kind, Problem};
use crate::session::Session;
use crate::{access, keyed, spec};

/// Finds the operation of a request and lets in who may use it.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    routes: Arc<Vec<Route>>,
}

#[derive(Debug)]
struct Route {
    method: String,
    template: String,
    operation: Option<&'static Operation>,
    /// Parameters of the query; true = may stand there more than once.
    query: BTreeMap<String, bool>,
}

impl Gate {
    /// Reads the document.
    pub(crate) fn of_api() -> Self {
        let mut document = spec::written();
        let operations = spec::operations(&mut document).into_iter();
        let mut routes: Vec<Route> = operations
            .map(|(method, template, operation)| Route {
                method,
                template,
                operation: access::operation(operation["operationId"].as_str().unwrap_or_default()),
                query: query_of(operation),
            })
            .collect();
        // `/users/export` before `/users/{id}`.
        routes.sort_by_key(|route| route.template.matches('{').count());
        Self {
            routes: Arc::new(routes),
        }
    }

    /// Lets the request through to the operation, or answers why not.
    pub(crate) async fn pass<E: Endpoint + 'static>(
        &self,
        app: &App,
        inner: Arc<E>,
        mut request: Request,
    ) -> poem::Result<Response> {
        let Some(route) = self.route(&request) else {
            return plain(&*inner, request).await; // which says 404 or 405
        };
        let operation = route
            .operation
            .ok_or_else(|| Problem::new(Kind::Forbidden))?;
        if operation.access != Access::Open {
            let session = session_of(app, &request).await?;
            if !operation.access.allows(session.admin.role) {
                let why = format!("Allowed to {}", operation.access.in_words());
                return Err(Problem::new(Kind::Forbidden).because(why).into());
            }
            request.extensions_mut().insert(session.clone());
            if operation.is_keyed {
                route.check_query(request.uri().query().unwrap_or_default())?;
                let template = route.template.clone();
                return keyed::call(app, inner, request, &session, template).await;
            }
        }
        route.check_query(request.uri().query().unwrap_or_default())?;
        let answered = plain(&*inner, request).await;
        answered.map_err(|error| explain(&route.template, error))
    }

    fn route(&self, request: &Request) -> Option<&Route> {
        let method = match *request.method() {
            Method::HEAD => "GET",
            ref other => other.as_str(),
        };
        let path = request.uri().path();
        let fitting = |route: &&Route| spec::fits(&route.template, path);
        // `/users/export` is that, whatever the method, and no `/users/{id}`.
        let template = &self.routes.iter().find(fitting)?.template;
        self.routes
            .iter()
            .find(|route| route.template == *template && route.method == method)
    }
}

async fn plain(inner: &impl Endpoint, request: Request) -> poem::Result<Response> {
    inner.call(request).await.map(IntoResponse::into_response)
}

impl Route {
    fn check_query(&self, query: &str) -> Result<(), Problem> {
        for (name, times) in counted(query) {
            match self.query.get(&name) {
                None => return Err(bad_parameter(&name, "no such parameter")),
                Some(false) if times > 1 => {
                    return Err(bad_parameter(&name, "stands there more than once"));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// The framework numbers the parameters of a path; people know them by their names.
pub(crate) fn explain(template: &str, error: poem::Error) -> poem::Error {
    let Some(bad) = error.downcast_ref::<ParsePathError>() else {
        return error;
    };
    let number = bad
        .name
        .strip_prefix("param")
        .and_then(|it| it.parse().ok());
    let mut names = template
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let name = number.and_then(|number| names.nth(number));
    bad_parameter(name.unwrap_or(bad.name), bad.reason.clone()).into()
}

fn query_of(operation: &Value) -> BTreeMap<String, bool> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?.to_owned();
            Some((name, parameter["schema"]["type"] == "array"))
        })
        .collect()
}

async fn session_of(app: &App, request: &Request) -> Result<Session, Problem> {
    let unauthorized = || Problem::new(Kind::Unauthorized);
    let token = bearer(request).ok_or_else(unauthorized)?;
    let caller = request.extensions().get::<Caller>().cloned();
    match app.sessions.authenticate(token).await? {
        Authentication::Admin { admin, claims } => Ok(Session {
            admin: *admin,
            claims,
            caller: caller.ok_or_else(unauthorized)?,
        }),
        Authentication::Unknown => Err(unauthorized()),
        Authentication::Inactive => Err(Problem::new(Kind::AdminInactive)),
    }
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("Bearer abc"), Some("abc"))]
    #[case(Some("bearer  abc "), Some("abc"))]
    #[case(Some("Basic abc"), None)]
    #[case(Some("abc"), None)]
    #[case(None, None)]
    fn tokens(#[case] header: Option<&str>, #[case] expected: Option<&str>) {
        let request = Request::builder();
        let request = match header {
            Some(header) => request.header("Authorization", header),
            None => request,
        };
        assert_eq!(bearer(&request.finish()), expected);
    }

    #[rstest]
    #[case(Method::GET)]
    #[case(Method::HEAD)]
    fn asking_for_the_head_needs_what_reading_needs(#[case] method: Method) {
        let request = Request::builder()
            .method(method)
            .uri(poem::http::Uri::from_static("/auth/me"))
            .finish();
        let gate = Gate::of_api();
        let operation = gate.route(&request).and_then(|route| route.operation);
        assert_eq!(operation.map(|row| row.id), Some("getMe"));
    }
}
