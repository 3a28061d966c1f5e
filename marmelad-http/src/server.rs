//! The server: routes, the middleware of every request, start and shutdown.

use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt;
use marmelad_adapters::config::Config;
use marmelad_adapters::lifecycle::GRACE;
use marmelad_adapters::metrics;
use marmelad_core::App;
use poem::error::MethodNotAllowedError;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use poem::listener::TcpAcceptor;
use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response, Route, Server, get, handler};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::docs;
use crate::health::{health, ready};
use crate::login_limit::LoginLimit;
use crate::methods::Methods;
use crate::panel::Panel;
use crate::problem::{Kind, Problem};
use crate::request_context::{REQUEST_ID, RequestContext};
use crate::{API_PATH, spec};

/// Serves until `shutdown`, then finishes running requests within [`GRACE`].
pub async fn serve(
    app: App,
    config: &Config,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let acceptor = TcpAcceptor::from_tokio(listener)?;
    Server::new_with_acceptor(acceptor)
        .name("api")
        .run_with_graceful_shutdown(
            endpoint_until(app, config, shutdown.clone()),
            async move { shutdown.cancelled().await },
            Some(GRACE),
        )
        .await
}

/// Cancelled when the server stops, for responses without an end.
#[derive(Debug, Clone)]
pub(crate) struct Shutdown(pub(crate) CancellationToken);

pub fn endpoint(app: App, config: &Config) -> impl Endpoint<Output = Response> + 'static {
    endpoint_until(app, config, CancellationToken::new())
}

/// All routes; event streams end at `shutdown`.
pub fn endpoint_until(
    app: App,
    config: &Config,
    shutdown: CancellationToken,
) -> impl Endpoint<Output = Response> + 'static {
    let middleware = Arc::new(Middleware {
        app: app.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        methods: Methods::of_api(),
        headers: security_headers(config.panel_url.starts_with("https:")),
    });
    Route::new()
        .at("/health", get(health))
        .at("/ready", get(ready))
        .at("/openapi.json", get(document))
        .nest("/docs", docs::routes())
        .nest(API_PATH, spec::service())
        .at("/*path", Panel)
        .data(app)
        .data(LoginLimit::default())
        .data(Shutdown(shutdown))
        .around(move |inner, request| {
            let middleware = middleware.clone();
            async move { Ok(middleware.call(inner, request).await) }
        })
}

#[handler]
fn document() -> Response {
    Response::builder().content_type("application/json; charset=utf-8").body(spec::document())
}

/// The middleware of every request.
struct Middleware {
    app: App,
    trusted_proxies: Vec<ipnet::IpNet>,
    methods: Methods,
    headers: HeaderMap,
}

impl Middleware {
    /// Gives the request its id and client address, answers whatever happens, logs and measures.
    async fn call<E: Endpoint>(&self, inner: Arc<E>, mut request: Request) -> Response {
        let context =
            RequestContext::of(&request, &self.trusted_proxies, || self.app.system.random_id());
        let request_id = context.request_id.clone();
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let span = tracing::info_span!("request", request_id, %method, path);
        request.extensions_mut().insert(context);
        async {
            let started = Instant::now();
            let mut response = self.respond(inner, request, &path, &request_id).await;
            response.headers_mut().extend(self.headers.clone());
            if path.starts_with(API_PATH) {
                response
                    .headers_mut()
                    .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            if let Ok(id) = HeaderValue::from_str(&request_id) {
                response.headers_mut().insert(REQUEST_ID, id);
            }
            let (status, took) = (response.status().as_u16(), started.elapsed());
            let route = self.methods.route(&path);
            metrics::http_answered(known_method(&method), route, status, took);
            let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            if matches!(path.as_str(), "/health" | "/ready") {
                tracing::debug!(status, millis, "answered");
            } else {
                tracing::info!(status, millis, "answered");
            }
            response
        }
        .instrument(span)
        .await
    }

    async fn respond<E: Endpoint>(
        &self,
        inner: Arc<E>,
        request: Request,
        path: &str,
        request_id: &str,
    ) -> Response {
        let error = match AssertUnwindSafe(inner.call(request)).catch_unwind().await {
            Ok(Ok(response)) => return response.into_response(),
            Ok(Err(error)) => error,
            Err(_) => {
                tracing::error!("a request panicked");
                Problem::new(Kind::Internal).into()
            }
        };
        let is_wrong_method = error.is::<MethodNotAllowedError>();
        let problem = Problem { request_id: Some(request_id.into()), ..Problem::from_error(error) };
        let mut response = problem.into_response();
        if is_wrong_method && let Ok(allowed) = HeaderValue::from_str(&self.methods.allowed(path)) {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        response
    }
}

/// Metric labels come from a closed set; clients may send any method.
fn known_method(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known,
        _ => "other",
    }
}

/// Scripts only as files of this server. Inline styles are allowed, since the panel's component library writes them.
/// No other site may frame the panel.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

fn security_headers(is_https: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if is_https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    headers
}
