//! Uploaded files, for pictures and videos in the chat.

use poem::http::{StatusCode, header};
use poem::web::{Data, Path};
use poem::{Request, Response, handler};

use super::answer;
use crate::sandbox::Sandbox;

/// Content of an uploaded file, or the part of it that `Range` asks for.
#[handler]
pub(super) fn file(
    Data(sandbox): Data<&Sandbox>,
    Path(file_id): Path<String>,
    request: &Request,
) -> Response {
    let found = sandbox.shared().read(|world| world.files.content(&file_id));
    let Some((file, content)) = found else {
        return answer::failed(StatusCode::NOT_FOUND, "no such file");
    };
    // Only pictures and videos are shown in place; anything else is
    // downloaded, so that an uploaded page never runs here.
    let is_shown = file.mime.starts_with("video/")
        || (file.mime.starts_with("image/") && file.mime != "image/svg+xml");
    let mime = if is_shown { file.mime.as_str() } else { "application/octet-stream" };
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, mime)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let range = request.header(header::RANGE);
    match range.and_then(|range| part(range, content.len())) {
        // Without parts a browser plays a video, but does not wind it.
        Some((from, to)) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {from}-{to}/{}", content.len()))
            .body(content[from..=to].to_vec()),
        None => answer.body(content.as_ref().clone()),
    }
}

/// First and last byte of `bytes=<from>-<to?>`; `None` sends everything.
fn part(range: &str, size: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let last = size.checked_sub(1)?;
    let to = to.parse().unwrap_or(last).min(last);
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_within_the_file() {
        assert_eq!(part("bytes=0-", 10), Some((0, 9)));
        assert_eq!(part("bytes=3-5", 10), Some((3, 5)));
        assert_eq!(part("bytes=8-100", 10), Some((8, 9)));
        for odd in ["bytes=10-", "bytes=5-3", "bytes=-4", "lines=0-1", ""] {
            assert_eq!(part(odd, 10), None, "{odd}");
        }
        assert_eq!(part("bytes=0-", 0), None);
    }
}
