//! The built panel, compiled into the program.

use poem::error::{MethodNotAllowedError, NotFoundError};
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, Request, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The output of `npm run build`; empty if it was not run.
#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct Files;

/// Serves the panel's files, and its start page for every other path, since the panel routes in the browser.
pub(crate) struct Panel;

const START_PAGE: &str = "index.html";
/// Files below this path have a hash of their content in their names and never change.
const HASHED: &str = "assets/";
const NOT_BUILT: &str = "The panel is not built. Run `npm ci && npm run build` in frontend/, then build the server again.\n";

impl Endpoint for Panel {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let path = request.uri().path().trim_start_matches('/');
        if path == "api" || path.starts_with("api/") {
            return Err(NotFoundError.into());
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(MethodNotAllowedError.into());
        }
        match (Files::get(path), Files::get(START_PAGE)) {
            (Some(file), _) => Ok(show(path, file, &request)),
            (None, _) if path.starts_with(HASHED) => Err(NotFoundError.into()),
            (None, Some(start)) => Ok(show(START_PAGE, start, &request)),
            (None, None) => Ok(Response::builder()
                .status(StatusCode::NOT_FOUND)
                .content_type("text/plain; charset=utf-8")
                .body(NOT_BUILT)),
        }
    }
}

/// Responds with the file, compressed if the build compressed it and the client accepts gzip.
fn show(path: &str, file: EmbeddedFile, request: &Request) -> Response {
    let kind = kind_of(&file);
    let small = takes_gzip(request).then(|| Files::get(&format!("{path}.gz"))).flatten();
    let is_small = small.is_some();
    let file = small.unwrap_or(file);
    let tag = format!("\"{}\"", hex::encode(file.metadata.sha256_hash()));
    let caching =
        if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::CACHE_CONTROL, caching)
        .header(header::VARY, header::ACCEPT_ENCODING);
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| *known == *tag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if is_small {
        response = response.header(header::CONTENT_ENCODING, "gzip");
    }
    response.content_type(kind).body(file.data.to_vec())
}

fn kind_of(file: &EmbeddedFile) -> String {
    let mut kind = file.metadata.mimetype().to_owned();
    if kind.starts_with("text/") {
        kind.push_str("; charset=utf-8");
    }
    kind
}

/// Whether `Accept-Encoding` lists gzip with a weight above 0.
fn takes_gzip(request: &Request) -> bool {
    let headers = request.headers().get_all(header::ACCEPT_ENCODING);
    headers
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|coding| {
            let (name, weight) = coding.split_once(";q=").unwrap_or((coding, "1"));
            Some((name.trim(), weight.trim().parse::<f32>().ok()?))
        })
        .any(|(name, weight)| name.eq_ignore_ascii_case("gzip") && weight > 0.0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::browser("gzip, deflate, br, zstd", true)]
    #[case::weighed("br;q=1.0, gzip;q=0.8", true)]
    #[case::upper("GZIP", true)]
    #[case::refused("gzip;q=0", false)]
    #[case::other("br", false)]
    #[case::nonsense("gzip;q=much", false)]
    fn what_takes_gzip(#[case] header: &str, #[case] takes: bool) {
        let request = Request::builder().header(header::ACCEPT_ENCODING, header).finish();
        assert_eq!(takes_gzip(&request), takes);
    }
}
