//! The chat page: plain files, no inline scripts, nothing from elsewhere.

use poem::http::{StatusCode, header};
use poem::web::Path;
use poem::{Endpoint, Response, Route, endpoint, get, handler};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                   connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Scripts and styles by name.
const FILES: [(&str, &str, &str); 8] = [
    ("style.css", "text/css", include_str!("web/style.css")),
    ("app.js", "text/javascript", include_str!("web/app.js")),
    ("api.js", "text/javascript", include_str!("web/api.js")),
    ("chat.js", "text/javascript", include_str!("web/chat.js")),
    (
        "people.js",
        "text/javascript",
        include_str!("web/people.js"),
    ),
    ("text.js", "text/javascript", include_str!("web/text.js")),
    ("dom.js", "text/javascript", include_str!("web/dom.js")),
    (
        "message.js",
        "text/javascript",
        include_str!("web/message.js"),
    ),
];

/// The page itself, at `/`.
pub(crate) fn page() -> impl Endpoint {
    get(endpoint::make_sync(|_| {
        file("text/html", include_str!("web/index.html"))
    }))
}

/// The icon of the page.
pub(crate) fn icon() -> impl Endpoint {
    get(endpoint::make_sync(|_| {
        file("image/svg+xml", include_str!("web/icon.svg"))
    }))
}

/// What the page loads, under `/chat`.
pub(crate) fn files() -> impl Endpoint {
    Route::new().at("/:name", get(serve))
}

#[handler]
fn serve(Path(name): Path<String>) -> Response {
    FILES.iter().find(|(known, ..)| *known == name).map_or_else(
        || StatusCode::NOT_FOUND.into(),
        |(_, kind, content)| file(kind, content),
    )
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
