//! `multipart/form-data` bodies with one file, read as a stream.

use std::pin::Pin;

use async_trait::async_trait;
use marmelad_core::kernel::BoxError;
use marmelad_core::media::{ByteSource, MAX_UPLOAD, MediaKind};
use poem::http::header;
use poem::web::{Field, Multipart};
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::body::MAX_BODY;
use crate::problem::{Kind, Problem};

const CONTENT_TYPE: &str = "multipart/form-data";
/// Size of one read in bytes.
const PIECE: usize = 64 << 10;
/// The longest `kind`, in bytes.
const LONGEST_WORD: u64 = 32;

/// A form with a part `file`, optionally after a part `kind`.
pub(crate) struct Upload(Multipart);

/// The part `file` of a multipart upload.
pub(crate) struct FilePart {
    /// How the file is to be sent.
    pub(crate) kind: Option<MediaKind>,
    /// The name of the uploaded file.
    pub(crate) file_name: String,
    bytes: Pin<Box<dyn AsyncRead + Send>>,
    /// The rest of the form, which must be empty.
    form: Multipart,
    /// Name of a part after the file, if there is one.
    late: Option<String>,
}

impl FilePart {
    /// The failure if a part follows the file.
    pub(crate) fn misplaced(&self) -> Option<Problem> {
        let name = self.late.as_ref()?;
        let message = "must come before the part `file`";
        Some(Problem::invalid(format!("/{name}"), "misplaced", message))
    }
}

impl Upload {
    /// Reads up to the file.
    pub(crate) async fn file(mut self) -> Result<FilePart, Problem> {
        let mut kind = None;
        loop {
            let part = self.0.next_field().await;
            let part = part.map_err(|error| {
                Problem::new(Kind::BadRequest).because(format!("The form does not read: {error}"))
            })?;
            let Some(part) = part else {
                return Err(Problem::malformed("/file", "a part `file` is expected, after `kind`"));
            };
            match part.name() {
                Some("kind") if kind.is_none() => kind = Some(word(part).await?),
                Some("file") => {
                    return Ok(FilePart {
                        kind,
                        file_name: part.file_name().unwrap_or_default().to_owned(),
                        bytes: Box::pin(part.into_async_read()),
                        form: self.0,
                        late: None,
                    });
                }
                other => {
                    let name = other.unwrap_or_default().to_owned();
                    return Err(Problem::malformed(
                        format!("/{name}"),
                        "no such part is expected here",
                    ));
                }
            }
        }
    }
}

async fn word(part: Field) -> Result<MediaKind, Problem> {
    let wrong =
        || Problem::malformed("/kind", "`photo`, `video`, `animation` or `document` is expected");
    let mut text = String::new();
    let mut reader = Box::pin(part.into_async_read()).take(LONGEST_WORD);
    reader.read_to_string(&mut text).await.map_err(|_| wrong())?;
    text.parse().map_err(|_| wrong())
}

#[async_trait]
impl ByteSource for FilePart {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        let mut piece = vec![0; PIECE];
        let count = self.bytes.read(&mut piece).await?;
        if count == 0 {
            self.bytes = Box::pin(tokio::io::empty()); // the form goes on only without it
            if let Some(part) = self.form.next_field().await? {
                self.late = Some(part.name().unwrap_or_default().to_owned());
                return Err("a part stands behind the file".into());
            }
            return Ok(None);
        }
        piece.truncate(count);
        Ok(Some(piece))
    }
}

impl<'a> ApiExtractor<'a> for Upload {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let text = |description, format| {
            MetaSchemaRef::Inline(Box::new(MetaSchema {
                description: Some(description),
                format,
                ..MetaSchema::new("string")
            }))
        };
        let kind = MetaSchemaRef::Inline(Box::new(MetaSchema {
            description: Some(
                "How the file is sent in Telegram; detected from the content by default.",
            ),
            enum_items: MediaKind::ALL.iter().map(|kind| kind.as_str().into()).collect(),
            ..MetaSchema::new("string")
        }));
        let schema = MetaSchema {
            required: vec!["file"],
            properties: vec![
                ("kind", kind),
                ("file", text("The file with its name.", Some("binary"))),
            ],
            ..MetaSchema::new("object")
        };
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: CONTENT_TYPE,
                schema: MetaSchemaRef::Inline(Box::new(schema)),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let content_type = request.content_type().unwrap_or_default();
        if !content_type.starts_with(CONTENT_TYPE) {
            let why = format!("A file is uploaded as {CONTENT_TYPE}");
            return Err(Problem::new(Kind::UnsupportedMediaType).because(why).into());
        }
        // Refuse before reading if the declared length is too great.
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > MAX_UPLOAD + MAX_BODY as u64) {
            let why = format!("At most {} MB are taken", MAX_UPLOAD >> 20);
            return Err(Problem::new(Kind::PayloadTooLarge).because(why).into());
        }
        match <Multipart as FromRequest>::from_request(request, body).await {
            Ok(form) => Ok(Self(form)),
            Err(error) => {
                let why = format!("The form does not read: {error}");
                Err(Problem::new(Kind::BadRequest).because(why).into())
            }
        }
    }
}
