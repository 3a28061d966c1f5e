//! Parameters of a call: query string, JSON, form or multipart, all alike.

use poem::web::Multipart;
use poem::{Body, FromRequest, Request, RequestBody};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refusal::Refusal;

/// Largest request body taken, bytes.
const MAX_BODY: usize = 60 * 1024 * 1024;

/// A file uploaded with a call.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) field: String,
    pub(crate) name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) content: Vec<u8>,
}

/// The parameters of a call; values are texts, as in a form.
#[derive(Debug, Default)]
pub(crate) struct Params {
    values: Vec<(String, String)>,
    uploads: Vec<Upload>,
}

impl Params {
    /// Reads the query string and the body.
    pub(crate) async fn read(request: &Request, body: Body) -> Result<Self, Refusal> {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.add_form(query.as_bytes());
        }
        let kind = request.content_type().unwrap_or_default().to_lowercase();
        if kind.starts_with("multipart/form-data") {
            params.add_multipart(request, body).await?;
            return Ok(params);
        }
        let bytes = body.into_bytes_limit(MAX_BODY).await.map_err(|_| too_large())?;
        if kind.starts_with("application/json") {
            params.add_json(&bytes)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.add_form(&bytes);
        }
        Ok(params)
    }

    /// Parameters given as one JSON object.
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut params = Self::default();
        params.add_json(bytes)?;
        Ok(params)
    }

    fn add_form(&mut self, bytes: &[u8]) {
        for (key, value) in url::form_urlencoded::parse(bytes) {
            self.values.push((key.into_owned(), value.into_owned()));
        }
    }

    fn add_json(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        if bytes.is_empty() {
            return Ok(());
        }
        let Ok(Value::Object(fields)) = serde_json::from_slice(bytes) else {
            return Err(Refusal::bad_request("can't parse JSON content"));
        };
        for (key, value) in fields {
            match value {
                Value::Null => {}
                Value::String(text) => self.values.push((key, text)),
                other => self.values.push((key, other.to_string())),
            }
        }
        Ok(())
    }

    async fn add_multipart(&mut self, request: &Request, body: Body) -> Result<(), Refusal> {
        let mut parts = Multipart::from_request(request, &mut RequestBody::new(body))
            .await
            .map_err(|_| Refusal::bad_request("can't parse multipart content"))?;
        let broken = |_| Refusal::bad_request("can't parse multipart content");
        let mut room = MAX_BODY;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let content = part
                .bytes()
                .await
                .map_err(|_| Refusal::bad_request("can't parse multipart content"))?;
            room = room.checked_sub(content.len()).ok_or_else(too_large)?;
            if name.is_some() {
                self.uploads.push(Upload { field, name, mime, content });
            } else {
                let text = String::from_utf8(content)
                    .map_err(|_| Refusal::bad_request("strings must be encoded in UTF-8"))?;
                self.values.push((field, text));
            }
        }
        Ok(())
    }

    /// A parameter that is there and not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(name, value)| name == key && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Whether the parameter was given, even empty.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.values.iter().any(|(name, _)| name == key)
    }

    pub(crate) fn integer<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.text(key)?.trim().parse().ok()
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.text(key).is_some_and(|value| {
            ["true", "yes", "1"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
        })
    }

    /// A parameter that holds JSON; `what` names it in the refusal.
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        key: &str,
        what: &str,
    ) -> Result<Option<T>, Refusal> {
        self.text(key)
            .map(|text| {
                serde_json::from_str(text)
                    .map_err(|_| Refusal::bad_request(format!("can't parse {what}")))
            })
            .transpose()
    }

    /// The `chat_id` parameter or its refusal.
    pub(crate) fn chat(&self, key: &str) -> Result<&str, Refusal> {
        self.text(key).ok_or_else(|| Refusal::bad_request(format!("{key} is empty")))
    }

    /// Takes the upload that the field holds or that `attach://` points at.
    pub(crate) fn take_upload(&mut self, field: &str) -> Option<Upload> {
        let wanted = self
            .text(field)
            .and_then(|value| value.strip_prefix("attach://"))
            .unwrap_or(field)
            .to_owned();
        let at = self.uploads.iter().position(|upload| upload.field == wanted)?;
        Some(self.uploads.swap_remove(at))
    }

    /// All values for the log of calls; uploads by name and size.
    pub(crate) fn log(&self) -> Vec<(String, String)> {
        let uploads = self.uploads.iter().map(|upload| {
            let name = upload.name.as_deref().unwrap_or_default();
            let shown = format!("upload {name}, {} bytes", upload.content.len());
            (upload.field.clone(), shown)
        });
        self.values.iter().cloned().chain(uploads).collect()
    }
}

fn too_large() -> Refusal {
    Refusal::new(413, "Request Entity Too Large")
}
