//! The chat page: plain files, no inline scripts, nothing from elsewhere.

use poem::http::{StatusCode, header};
use poem::web::Path;
use poem::{Endpoint, Response, Route, endpoint, get, handler};

macro_rules! script {
    ($name:literal) => {
        (concat!($name, ".js"), "text/javascript", include_str!(concat!("web/", $name, ".js")))
    };
}

macro_rules! styles {
    ($name:literal) => {
        (concat!($name, ".css"), "text/css", include_str!(concat!("web/", $name, ".css")))
    };
}

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                   media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Scripts and styles by name.
const FILES: &[(&str, &str, &str)] = &[
    styles!("style"),
    styles!("chat"),
    styles!("panels"),
    script!("actions"),
    script!("api"),
    script!("app"),
    script!("attach"),
    script!("card"),
    script!("chat"),
    script!("composer"),
    script!("dialogs"),
    script!("dom"),
    script!("entry"),
    script!("faults"),
    script!("icons"),
    script!("inspector"),
    script!("links"),
    script!("list"),
    script!("media"),
    script!("message"),
    script!("text"),
    script!("time"),
    script!("travel"),
];

/// The page itself, at `/`.
pub(crate) fn page() -> impl Endpoint {
    get(endpoint::make_sync(|_| file("text/html", include_str!("web/index.html"))))
}

/// The icon of the page.
pub(crate) fn icon() -> impl Endpoint {
    get(endpoint::make_sync(|_| file("image/svg+xml", include_str!("web/icon.svg"))))
}

/// What the page loads, under `/chat`.
pub(crate) fn files() -> impl Endpoint {
    Route::new().at("/:name", get(serve))
}

#[handler]
fn serve(Path(name): Path<String>) -> Response {
    FILES
        .iter()
        .find(|(known, ..)| *known == name)
        .map_or_else(|| StatusCode::NOT_FOUND.into(), |(_, kind, content)| file(kind, content))
}

fn file(kind: &str, content: &'static str) -> Response {
    Response::builder()
        .content_type(format!("{kind}; charset=utf-8"))
        .header(header::CONTENT_SECURITY_POLICY, CSP)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-cache")
        .body(content)
}
