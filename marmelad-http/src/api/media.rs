//! `/media`: files of broadcasts.

use std::io;

use futures::stream;
use marmelad_core::App;
use marmelad_core::kernel::MediaId;
use marmelad_core::media::{MediaUpload, OpenedFile, UploadFault, UploadMedia};
use poem::http::header;
use poem::web::Data;
use poem::{Body, IntoResponse, Response};
use poem_openapi::param::Path;
use poem_openapi::payload::{Binary, Json, Payload};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};

use crate::API_PATH;
use crate::auth::{Marketing, Reader};
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::upload::Upload;
use crate::views::{Id, Media};

/// Operations on files of broadcasts.
#[derive(Debug, Clone, Copy)]
pub struct MediaApi;

#[derive(ApiResponse)]
enum Uploaded {
    /// The same file was uploaded before as the same kind.
    #[oai(status = 200)]
    Known(Json<Media>),
    /// Stored.
    #[oai(status = 201)]
    Created(
        Json<Media>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
    ),
}

#[OpenApi(prefix_path = "/media", tag = "Tag::Media")]
impl MediaApi {
    /// Upload a file
    ///
    /// `multipart/form-data` with an optional part `kind` before the part `file`. Kinds: `photo` (JPEG, PNG, WebP, up
    /// to 10 MB), `video` (MP4), `animation` (GIF, MP4) or `document` (anything but programs), up to 50 MB. The type
    /// is detected from the content, not from the name. The same file is stored once.
    #[oai(path = "/", method = "post", operation_id = "uploadMedia")]
    async fn upload(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Upload,
    ) -> Outcome<Uploaded, kind::InvalidValue> {
        let mut part = body.file().await?;
        let wanted = UploadMedia { kind: part.kind, file_name: part.file_name.clone() };
        let actor = session.actor();
        match app.media.upload(wanted, &mut part, &actor).await? {
            MediaUpload::Added(media) => {
                let place = format!("{API_PATH}/media/{}", media.id);
                Ok(Uploaded::Created(Json(media.into()), place))
            }
            MediaUpload::Known(media) => Ok(Uploaded::Known(Json(media.into()))),
            MediaUpload::Refused(fault) => Err(upload_problem(&fault).into()),
            MediaUpload::Interrupted => Err(part
                .misplaced()
                .unwrap_or_else(|| Problem::new(Kind::BadRequest).because("The upload broke off"))
                .into()),
        }
    }

    /// Download a file
    ///
    /// Photos and videos with their content type, to be shown; other files as `application/octet-stream`, to be
    /// saved.
    #[oai(path = "/:id", method = "get", operation_id = "getMedia")]
    async fn get(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<FileContent> {
        let found = app.media.open(MediaId(id.0.0)).await?;
        let missing = || Problem::new(Kind::NotFound).because("There is no such file");
        let (media, opened) = found.ok_or_else(missing)?;
        let file = media.file;
        let is_shown = ["image/", "video/"].iter().any(|kind| file.content_type.starts_with(kind));
        let (disposition, content_type) = if is_shown {
            ("inline", file.content_type)
        } else {
            ("attachment", "application/octet-stream".to_owned())
        };
        let name = percent_encoded(&file.file_name);
        let disposition = format!("{disposition}; filename*=UTF-8''{name}");
        let response = Response::builder()
            .content_type(content_type)
            .header(header::CONTENT_LENGTH, opened.size)
            .header(header::CONTENT_DISPOSITION, disposition);
        Ok(FileContent(response.body(body_of(opened))))
    }
}

/// A file in its own content type.
struct FileContent(Response);

impl IntoResponse for FileContent {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for FileContent {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Content of the file.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "*/*",
                    schema: <Binary<Vec<u8>> as Payload>::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

fn upload_problem(fault: &UploadFault) -> Problem {
    let said = fault.to_string();
    match fault {
        UploadFault::TooBig { .. } => Problem::new(Kind::PayloadTooLarge).because(said),
        UploadFault::WrongType { .. } | UploadFault::Program => {
            Problem::new(Kind::UnsupportedMediaType).because(said)
        }
        UploadFault::Empty | UploadFault::FalseName { .. } => {
            Problem::invalid("/file", fault.code(), said)
        }
    }
}

/// Streams the file, so that it is never whole in memory.
fn body_of(opened: OpenedFile) -> Body {
    Body::from_bytes_stream(stream::unfold(opened.bytes, |mut bytes| async {
        match bytes.next().await {
            Ok(piece) => piece.map(|piece| (Ok(piece), bytes)),
            Err(error) => Some((Err(io::Error::other(error)), bytes)),
        }
    }))
}

/// For a header: everything but letters, digits and `-._` of ASCII as `%XX` (RFC 8187).
fn percent_encoded(name: &str) -> String {
    use std::fmt::Write;

    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_a_header() {
        assert_eq!(percent_encoded("a b\".jpg"), "a%20b%22.jpg");
        assert_eq!(percent_encoded("ё.png"), "%D1%91.png");
    }
}
