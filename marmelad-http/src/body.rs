//! JSON bodies. Errors name the field by a JSON Pointer.
//!
//! serde reads a body, so `#[oai(validator(…))]` on a field only documents a bound. The core checks it and names the
//! field with 422. `tests/api/bounds.rs` compares the documented bounds with what the server takes.

use poem::error::ReadBodyError;
use poem::{Request, RequestBody};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, payload};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::problem::{Kind, Problem};

/// The longest body except uploads, in bytes.
pub(crate) const MAX_BODY: usize = 1 << 20;

/// A JSON body. `T` derives `Object` for the document, and `Deserialize` with `deny_unknown_fields` for parsing, which
/// names the place of an error.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: Type> Payload for Body<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        payload::Json::<Value>::check_content_type(content_type)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// A whole body of at most [`MAX_BODY`] bytes.
pub(crate) async fn bytes_of(body: poem::Body) -> Result<Vec<u8>, Problem> {
    let bytes = body.into_bytes_limit(MAX_BODY).await.map(Into::into);
    bytes.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => {
            Problem::new(Kind::PayloadTooLarge).because("At most 1 MiB is taken")
        }
        other => Problem::new(Kind::BadRequest).because(other.to_string()),
    })
}

impl<T: Type + DeserializeOwned> ParsePayload for Body<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let bytes = bytes_of(body.take()?).await?;
        Ok(Self(read(&bytes)?))
    }
}

impl<'a, T: Type + DeserializeOwned> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content_type = <Self as Payload>::CONTENT_TYPE;
        let content = vec![MetaMediaType { content_type, schema: <Self as Payload>::schema_ref() }];
        Some(MetaRequest { description: None, content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        match request.content_type() {
            Some(content_type) if Self::check_content_type(content_type) => {
                <Self as ParsePayload>::from_request(request, body).await
            }
            _ => Err(Problem::new(Kind::UnsupportedMediaType).into()),
        }
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(Kind::BadRequest).because(format!("The body is not JSON: {error}"))
    })?;
    if !value.is_object() {
        return Err(Problem::malformed("", "an object is expected"));
    }
    read_value(value)
}

/// Parses a value as `T`; an error names its field.
pub(crate) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| Problem::malformed(pointer(error.path()), error.inner().to_string()))
}

/// The path as JSON Pointer.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rstest::rstest;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        #[expect(dead_code, reason = "only read")]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code, reason = "only read")]
        count: u32,
    }

    #[rstest]
    #[case(r#"{"lines":[{"count":1},{"count":"two"}]}"#, "/lines/1/count")]
    #[case(r#"{"lines":[{"count":1,"color":"red"}]}"#, "/lines/0/color")]
    #[case(r#"{"lines":[{}]}"#, "/lines/0")]
    #[case("{}", "")]
    #[case("[[]]", "")]
    #[case("null", "")]
    fn an_error_names_its_field(#[case] body: &str, #[case] path: &str) {
        let problem = read::<Order>(body.as_bytes()).unwrap_err();
        let errors = problem.errors;
        assert_eq!(errors[0].path, path, "{}", errors[0].message);
        assert!(read::<Order>(br#"{"lines":[{"count":1}]}"#).is_ok());
    }

    #[test]
    fn a_body_that_is_not_json_has_no_fields() {
        let problem = read::<Order>(b"{").unwrap_err();
        assert_eq!(problem.kind, Kind::BadRequest);
        assert!(problem.errors.is_empty());
    }
}
