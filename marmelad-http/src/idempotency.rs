//! `Idempotency-Key`: a request that is executed once, however often it is sent.
//!
//! An operation that takes keys has `transform = "idempotent"` and an argument
//! `#[oai(name = "Idempotency-Key")] key: IdempotencyKey`. The first request with a key is executed; the same request
//! again gets the same response. The rows that the operation writes carry the key in the same transaction, so that a
//! repetition after a crash finds them and is not executed twice.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use marmelad_core::App;
use marmelad_core::sessions::{KeptAnswer, KeyClaim, KeyState};
use marmelad_core::staff::Role;
use poem::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use poem::http::{HeaderValue, StatusCode};
use poem::{Endpoint, EndpointExt, IntoResponse, Request, RequestBody, Response};
use poem_openapi::registry::{MetaParamIn, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use tokio::time::Instant;
use tracing::Instrument;

use crate::API_PATH;
use crate::auth::Session;
use crate::body::bytes_of;
use crate::problem::{Kind, Problem};

pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// How long a repetition waits for the response to the first request.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first and the longest pause between two looks at the key's state.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(250));
/// The headers that are kept with a response.
const KEPT_HEADERS: [HeaderName; 2] = [CONTENT_TYPE, LOCATION];

/// The key under which an operation writes, if the request has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// For a command; `api:` keeps the key apart from those of callback queries and of the command line.
    pub(crate) fn for_command(&self) -> Option<String> {
        self.0.as_ref().map(|key| format!("api:{key}"))
    }
}

impl<'a> ApiExtractor<'a> for IdempotencyKey {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(MetaSchemaRef::Inline(Box::new(MetaSchema {
            description: Some(
                "A request with a key is executed once, however often it is sent within 24 hours.",
            ),
            min_length: Some(1),
            max_length: Some(255),
            pattern: Some("^[!-~]+$".into()),
            example: Some("receipt-4711".into()),
            ..MetaSchema::new("string")
        })))
    }

    /// An operation without the transform fails here.
    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        let key = request.extensions().get::<Self>().cloned();
        key.ok_or_else(|| Problem::new(Kind::Internal).into())
    }
}

/// Executes an operation once per key.
pub(crate) fn idempotent(operation: impl Endpoint + 'static) -> impl Endpoint {
    operation.around(call)
}

async fn call<E: Endpoint + 'static>(
    operation: Arc<E>,
    mut request: Request,
) -> poem::Result<Response> {
    // A stored response is given only to admins who may execute the operation; all of them need at least `marketing`.
    let session = Session::of(&request).await?;
    let key = key_of(request.headers())?;
    let Some(key) = key.filter(|_| session.admin.role >= Role::Marketing) else {
        request.extensions_mut().insert(IdempotencyKey::default());
        return Ok(operation.call(request).await?.into_response());
    };
    let app = request.extensions().get::<App>().cloned();
    let app = app.ok_or_else(|| Problem::new(Kind::Internal))?;
    let body = bytes_of(request.take_body()).await?;
    let place = format!("{} {API_PATH}{}", request.method(), request.uri().path());
    let admin = session.admin.id;
    request.extensions_mut().insert(session);
    let deadline = Instant::now() + PATIENCE;
    let mut pause = PAUSES.0;
    loop {
        let begun = app.sessions.begin_idempotent(admin, &place, &key, &body).await;
        let (holder, state) = begun.map_err(Problem::from)?;
        match state {
            KeyState::Begun { operation_key } => {
                let key = IdempotencyKey(Some(operation_key));
                request.extensions_mut().insert(key);
                request.set_body(body);
                let execution = execute(app, operation, request, holder).in_current_span();
                // A task of its own: a client that disconnects does not stop the operation half-way.
                return tokio::spawn(execution)
                    .await
                    .unwrap_or_else(|_| Err(Problem::new(Kind::Internal).into()));
            }
            KeyState::Answered(answer) => return Ok(again(answer)),
            KeyState::OtherBody => return Err(Problem::new(Kind::IdempotencyKeyReused).into()),
            KeyState::Running if Instant::now() + pause < deadline => {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSES.1);
            }
            KeyState::Running => return Err(Problem::new(Kind::IdempotencyKeyInUse).into()),
        }
    }
}

/// Calls the operation and keeps its response.
async fn execute<E: Endpoint>(
    app: App,
    operation: Arc<E>,
    request: Request,
    holder: KeyClaim,
) -> poem::Result<Response> {
    let session = request.extensions().get::<Session>();
    let request_id = session.map(|session| session.context.request_id.clone());
    let answered = AssertUnwindSafe(operation.call(request)).catch_unwind().await;
    let mut response = match answered {
        Ok(Ok(answer)) => answer.into_response(),
        // Rendered here, so that a repetition gets the same.
        Ok(Err(error)) if error.status().is_client_error() => {
            Problem { request_id, ..Problem::from_error(error) }.into_response()
        }
        Ok(Err(error)) => {
            give_up(&app, &holder).await;
            return Err(error);
        }
        Err(_) => {
            tracing::error!("a request panicked");
            give_up(&app, &holder).await;
            return Err(Problem::new(Kind::Internal).into());
        }
    };
    let status = response.status();
    if status.is_server_error() {
        give_up(&app, &holder).await;
        return Ok(response);
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        // Nothing was done, so the next attempt is executed.
        if let Err(error) = app.sessions.forget_answers(&holder).await {
            tracing::warn!(%error, "a key was not given up; its lease runs out");
        }
        return Ok(response);
    }
    let body = response.take_body().into_string().await;
    let body = body.map_err(|_| Problem::new(Kind::Internal))?;
    let kept = KeptAnswer {
        status: status.as_u16(),
        headers: kept_headers(response.headers()),
        body: body.clone(),
    };
    // The change is committed: it is answered even if the response cannot be kept.
    if let Err(error) = app.sessions.keep_answer(&holder, kept).await {
        tracing::warn!(%error, "an answer was not kept");
    }
    response.set_body(body);
    Ok(response)
}

/// Gives the key back after a failure of the server: a repetition tries again.
async fn give_up(app: &App, holder: &KeyClaim) {
    if let Err(error) = app.sessions.release_key(holder).await {
        tracing::warn!(%error, "a key was not given up; its lease runs out");
    }
}

fn kept_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    KEPT_HEADERS
        .iter()
        .filter_map(|name| {
            let value = headers.get(name)?.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        })
        .collect()
}

fn again(answer: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::builder().status(status).body(answer.body);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The key of a request, if it has one: 1–255 visible ASCII characters.
fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let bytes = key.as_bytes();
    let fits = (1..=255).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_graphic)
        && keys.next().is_none();
    let text = key.to_str().ok().filter(|_| fits);
    let text = text.ok_or_else(|| {
        let why = format!("`{IDEMPOTENCY_KEY}`: one value of 1 to 255 visible ASCII characters");
        Problem::new(Kind::BadRequest).because(why)
    })?;
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests;
