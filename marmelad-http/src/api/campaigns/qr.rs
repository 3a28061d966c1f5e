//! A QR code as an answer.

use poem::http::header;
use poem::{IntoResponse, Response};
use poem_openapi::payload::{Binary, Payload};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::{ApiResponse, Enum};

use crate::qr::Qr;

/// Format of a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase")]
pub(super) enum QrFormat {
    /// A PNG picture, at least 1024 pixels wide.
    Png,
    /// An SVG drawing, sharp at any size.
    Svg,
}

const PNG: &str = "image/png";
const SVG: &str = "image/svg+xml";

/// A drawn QR code.
pub(super) struct QrImage {
    content_type: &'static str,
    file_name: String,
    bytes: Vec<u8>,
}

impl QrImage {
    /// `None` when it could not be drawn.
    pub(super) fn draw(qr: &Qr, format: QrFormat, slug: &str) -> Option<Self> {
        let (content_type, ending, bytes) = match format {
            QrFormat::Png => (PNG, "png", qr.to_png().ok()?),
            QrFormat::Svg => (SVG, "svg", qr.to_svg().into_bytes()),
        };
        Some(Self { content_type, file_name: format!("qr-{slug}.{ending}"), bytes })
    }
}

impl IntoResponse for QrImage {
    fn into_response(self) -> Response {
        // A slug holds nothing that would have to be escaped.
        let disposition = format!("inline; filename=\"{}\"", self.file_name);
        Response::builder()
            .content_type(self.content_type)
            .header(header::CONTENT_DISPOSITION, disposition)
            .body(self.bytes)
    }
}

/// In the document: one answer in two forms.
impl ApiResponse for QrImage {
    fn meta() -> MetaResponses {
        let content = [PNG, SVG].map(|content_type| MetaMediaType {
            content_type,
            schema: <Binary<Vec<u8>> as Payload>::schema_ref(),
        });
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The QR code",
                status: Some(200),
                status_range: None,
                content: content.into(),
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
