//! What all operations have in common, whatever their signatures say.
//!
//! [`Strict`] wraps the API: it refuses query parameters that an operation does not document, closes an operation
//! without a security scheme, names path parameters in failures, and completes the document with the failures that
//! follow from an operation's shape.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response};
use poem_openapi::OpenApi;
use poem_openapi::error::ParsePathError;
use poem_openapi::registry::{
    MetaApi, MetaOperation, MetaParamIn, MetaResponse, MetaSchema, MetaSchemaRef, Registry,
};

use crate::examples;
use crate::idempotency::IDEMPOTENCY_KEY;
use crate::params::expand;
use crate::problem::{Kind, Problem};

/// An API whose operations are checked and documented as described above.
pub(crate) struct Strict<T>(pub(crate) T);

impl<T: OpenApi> OpenApi for Strict<T> {
    fn meta() -> Vec<MetaApi> {
        let mut apis = T::meta();
        for path in apis.iter_mut().flat_map(|api| &mut api.paths) {
            for operation in &mut path.operations {
                operation.params = operation.params.drain(..).flat_map(expand).collect();
                describe_parameters(operation);
                add_failures(operation, path.path.contains('{'));
            }
        }
        apis
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
        for schema in registry.schemas.values_mut() {
            unwrap_references(schema);
        }
        examples::add(registry);
    }

    fn add_routes(self, routes: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        let mut inner = HashMap::new();
        self.0.add_routes(&mut inner);
        let mut operations: HashMap<(String, Method), MetaOperation> = operations::<Self>()
            .map(|(path, operation)| ((route_path(&path), operation.method.clone()), operation))
            .collect();
        for (path, methods) in inner {
            for (method, endpoint) in methods {
                let operation = operations.remove(&(path.clone(), method.clone()));
                let rules = Arc::new(Rules::of(operation.as_ref()));
                let checked = endpoint.around(move |endpoint, request| {
                    let rules = rules.clone();
                    async move { rules.call(&*endpoint, request).await }
                });
                let methods = routes.entry(path.clone()).or_default();
                methods.insert(method, checked.boxed());
            }
        }
    }
}

/// Every operation of an API with its path as in the document: `/users/{id}`.
pub(crate) fn operations<T: OpenApi>() -> impl Iterator<Item = (String, MetaOperation)> {
    let paths = T::meta().into_iter().flat_map(|api| api.paths);
    paths.flat_map(|path| {
        let operations = path.operations.into_iter();
        operations.map(move |operation| (path.path.clone(), operation))
    })
}

/// `/users/{id}` as the router has it: `/users/:param0`.
fn route_path(path: &str) -> String {
    let mut number = 0;
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') {
            number += 1;
            format!(":param{}", number - 1)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// What is checked before an operation is called.
struct Rules {
    /// Whether the operation declares who may call it.
    is_secured: bool,
    /// Query parameters; `true` may be repeated.
    query: BTreeMap<String, bool>,
    /// Path parameters in their order.
    path: Vec<String>,
}

impl Rules {
    fn of(operation: Option<&MetaOperation>) -> Self {
        let parameters = operation.map_or(&[][..], |operation| &operation.params);
        let of = |place| parameters.iter().filter(move |it| it.in_type == place);
        Self {
            is_secured: operation.is_some_and(|operation| !operation.security.is_empty()),
            query: of(MetaParamIn::Query)
                .map(|parameter| (parameter.name.clone(), parameter.schema.is_array()))
                .collect(),
            path: of(MetaParamIn::Path).map(|it| it.name.clone()).collect(),
        }
    }

    async fn call(&self, endpoint: &impl Endpoint, request: Request) -> poem::Result<Response> {
        if !self.is_secured {
            return Err(Problem::new(Kind::Forbidden).into());
        }
        self.check_query(request.uri().query().unwrap_or_default())?;
        let answered = endpoint.call(request).await;
        answered.map(IntoResponse::into_response).map_err(|error| self.name_path_parameter(error))
    }

    fn check_query(&self, query: &str) -> Result<(), Problem> {
        let mut given = BTreeMap::<_, usize>::new();
        for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
            *given.entry(name).or_default() += 1;
        }
        for (name, times) in given {
            let message = match self.query.get(&*name) {
                None => "unknown parameter",
                Some(false) if times > 1 => "given more than once",
                Some(_) => continue,
            };
            return Err(Problem::malformed(format!("/{name}"), message));
        }
        Ok(())
    }

    /// poem-openapi numbers the parameters of a path; clients know them by name.
    fn name_path_parameter(&self, error: poem::Error) -> poem::Error {
        let Some(bad) = error.downcast_ref::<ParsePathError>() else {
            return error;
        };
        let number = bad.name.strip_prefix("param");
        let number = number.and_then(|it| it.parse::<usize>().ok());
        let name = number.and_then(|number| self.path.get(number));
        let name = name.map_or(bad.name, String::as_str);
        Problem::malformed(format!("/{name}"), bad.reason.clone()).into()
    }
}

/// A parameter without a description of its own takes that of its type.
fn describe_parameters(operation: &mut MetaOperation) {
    for parameter in &mut operation.params {
        unwrap_reference(&mut parameter.schema);
        if let MetaSchemaRef::Inline(schema) = &parameter.schema
            && parameter.description.is_none()
        {
            parameter.description = schema.description.map(ToOwned::to_owned);
        }
    }
}

/// Adds the failures that follow from an operation's shape, and joins those of one status.
fn add_failures(operation: &mut MetaOperation, has_path_parameters: bool) {
    let mut kinds = vec![Kind::BadRequest, Kind::Internal, Kind::Unavailable];
    if operation.request.is_some() {
        kinds.extend([Kind::PayloadTooLarge, Kind::UnsupportedMediaType]);
    }
    if has_path_parameters {
        kinds.push(Kind::NotFound);
    }
    let schemes = || operation.security.iter().flat_map(HashMap::keys);
    if schemes().next().is_some() {
        kinds.extend([Kind::Unauthorized, Kind::AdminInactive]);
    }
    if schemes().any(|scheme| *scheme != "reader") {
        kinds.push(Kind::Forbidden);
    }
    if operation.params.iter().any(|it| it.name == IDEMPOTENCY_KEY) {
        kinds.extend([Kind::IdempotencyKeyInUse, Kind::IdempotencyKeyReused]);
    }
    let responses = &mut operation.responses.responses;
    for response in responses.iter_mut() {
        if response.description.is_empty() {
            response.description = "Success.";
        }
    }
    responses.extend(kinds.into_iter().map(Kind::response));
    responses.sort_by_key(|response| (response.status, response.description));
    responses.dedup_by(|next, kept| next.status == kept.status && join(kept, next));
}

/// Puts the description of a second failure of the same status behind the first.
fn join(kept: &mut MetaResponse, next: &MetaResponse) -> bool {
    if kept.description != next.description {
        // The registry takes only static text, and asks for it a few times in the life of a process.
        kept.description = format!("{}; {}", kept.description, next.description).leak();
    }
    true
}

/// Keeps `allOf: [reference]` of what poem-openapi writes as `allOf: [reference, {description}]` beside the same
/// description: client generators take the second member for another object.
fn unwrap_references(schema: &mut MetaSchema) {
    for (_, property) in &mut schema.properties {
        unwrap_reference(property);
    }
    schema.items.iter_mut().for_each(|it| unwrap_reference(it));
}

fn unwrap_reference(schema: &mut MetaSchemaRef) {
    if let MetaSchemaRef::Inline(schema) = schema {
        if matches!(schema.all_of[..], [MetaSchemaRef::Reference(_), MetaSchemaRef::Inline(_)]) {
            schema.all_of.truncate(1);
        }
        unwrap_references(schema);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use poem::test::TestClient;
    use poem_openapi::OpenApiService;
    use poem_openapi::payload::PlainText;

    use super::*;
    use crate::auth::Anybody;

    struct Api;

    #[OpenApi]
    #[expect(clippy::unused_async, reason = "poem-openapi wants async handlers")]
    impl Api {
        /// Says nothing of who may call it.
        #[oai(path = "/open", method = "get")]
        async fn open(&self) -> PlainText<&'static str> {
            PlainText("let in")
        }

        /// Says that anybody may.
        #[oai(path = "/declared", method = "get")]
        async fn declared(&self, _anybody: Anybody) -> PlainText<&'static str> {
            PlainText("let in")
        }
    }

    #[tokio::test]
    async fn an_operation_that_names_no_security_scheme_is_closed() {
        let client = TestClient::new(OpenApiService::new(Strict(Api), "", ""));
        client.get("/open").send().await.assert_status(Kind::Forbidden.status());
        client.get("/declared").send().await.assert_status_is_ok();
    }

    #[test]
    fn parameters_of_paths_are_numbered_as_the_router_has_them() {
        assert_eq!(route_path("/users"), "/users");
        assert_eq!(route_path("/a/{id}/b/{name}"), "/a/:param0/b/:param1");
    }
}
