//! `/docs`: Swagger UI.
//!
//! poem-openapi has one page with inline script and styles. The Content-Security-Policy forbids inline scripts, so both
//! are cut out of that page and served as files.

use std::sync::LazyLock;

use poem::http::header;
use poem::{Response, Route, get, handler};
use poem_openapi::OpenApiService;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Мармеладный дворик: API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="ui"></div>
    <noscript>This page needs JavaScript; the document itself is <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script src="/docs/swagger-ui.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
"#;

const START: &str = "SwaggerUIBundle({ dom_id: '#ui', url: '/openapi.json', deepLinking: true, displayRequestDuration: true });\n";

/// The page and its files.
pub(crate) fn routes() -> Route {
    Route::new()
        .at("/", get(page))
        .at("/start.js", get(start))
        .at("/swagger-ui.js", get(script))
        .at("/swagger-ui.css", get(styles))
}

#[handler]
fn page() -> Response {
    file("text/html; charset=utf-8", PAGE)
}

#[handler]
fn start() -> Response {
    file("text/javascript; charset=utf-8", START)
}

#[handler]
fn script() -> Response {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| within("script"));
    file("text/javascript; charset=utf-8", &SCRIPT)
}

#[handler]
fn styles() -> Response {
    static STYLES: LazyLock<String> = LazyLock::new(|| within("style"));
    file("text/css; charset=utf-8", &STYLES)
}

fn file(content_type: &str, content: &'static str) -> Response {
    Response::builder()
        .content_type(content_type)
        .header(header::CACHE_CONTROL, "no-cache")
        .body(content)
}

/// Content of the first element of this name on the page of poem-openapi, which is rendered on each call.
fn within(element: &str) -> String {
    let html = OpenApiService::new((), "", "").swagger_ui_html();
    let after = html.split_once(&format!("<{element}")).and_then(|(_, rest)| rest.split_once('>'));
    let content = after.and_then(|(_, rest)| rest.split_once(&format!("</{element}>")));
    content.map_or_else(String::new, |(content, _)| content.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frameworks_page_is_cut_apart_rightly() {
        let (code, css) = (within("script"), within("style"));
        assert!(code.len() > 1_000_000 && code.contains("SwaggerUIBundle"));
        assert!(css.len() > 100_000 && css.contains(".swagger-ui"));
        assert!(!PAGE.contains("<script>"));
    }
}
