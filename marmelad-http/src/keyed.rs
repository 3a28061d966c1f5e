//! `Idempotency-Key`: a request that acts once however often it arrives.
//!
//! The first request with a key acts; the same request again gets the same answer. What the act writes carries the
//! act's key ([`ActKey`]) in its own transaction, so a repetition after a crash finds it and does not act twice.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use marmelad_core::App;
use marmelad_core::sessions::{KeptAnswer, KeyHolder, KeyState};
use poem::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use poem::http::{HeaderValue, StatusCode};
use poem::{Endpoint, IntoResponse, Request, Response};
use tokio::time::Instant;
use tracing::Instrument;

use crate::body::bytes_of;
use crate::caller::Caller;
use crate::gate::explain;
use crate::problem::{Kind, Problem};
use crate::session::Session;
use crate::spec::API_PATH;

/// The header.
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// So long a repetition waits for the first to be answered.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first and the longest pause between two looks.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(250));
/// The headers that belong to an answer; all others are of one sending of it.
const KEPT_HEADERS: [HeaderName; 2] = [CONTENT_TYPE, LOCATION];

/// By what a request's act is known in the database, when it came with a key. Operations that take keys take it as
/// `Data(act)`.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActKey(pub(crate) Option<String>);

impl ActKey {
    /// For a command; `api:` keeps it apart from the keys of presses and of the command line.
    pub(crate) fn for_command(&self) -> Option<String> {
        self.0.as_ref().map(|key| format!("api:{key}"))
    }
}

/// Has an operation answer a request once.
pub(crate) async fn call<E>(
    app: &App,
    inner: Arc<E>,
    mut request: Request,
    session: &Session,
    template: String,
) -> poem::Result<Response>
where
    E: Endpoint + 'static,
{
    let Some(key) = key_of(request.headers())? else {
        request.extensions_mut().insert(ActKey::default());
        let answered = inner.call(request).await;
        return answered
            .map(IntoResponse::into_response)
            .map_err(|error| explain(&template, error));
    };
    let body = bytes_of(request.take_body()).await?;
    let place = format!("{} {API_PATH}{}", request.method(), request.uri().path());
    let deadline = Instant::now() + PATIENCE;
    let mut pause = PAUSES.0;
    loop {
        let (holder, state) = app
            .sessions
            .begin_idempotent(session.admin.id, &place, &key, &body)
            .await
            .map_err(Problem::from)?;
        match state {
            KeyState::Begun { act_key } => {
                request.extensions_mut().insert(ActKey(Some(act_key)));
                request.set_body(body);
                let acting = act(app.clone(), inner, request, holder, template).in_current_span();
                // A task of its own: whoever hangs up does not stop it half-way.
                return tokio::spawn(acting)
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

/// Acts and keeps the answer.
async fn act<E: Endpoint>(
    app: App,
    inner: Arc<E>,
    request: Request,
    holder: KeyHolder,
    template: String,
) -> poem::Result<Response> {
    let request_id = request.extensions().get::<Caller>();
    let request_id = request_id.map(|caller| caller.request_id.clone());
    let answered = AssertUnwindSafe(inner.call(request)).catch_unwind().await;
    let mut response = match answered {
        Ok(Ok(answer)) => answer.into_response(),
        // Put into its final form here, so that the same is given again.
        Ok(Err(error)) if error.status().is_client_error() => Problem {
            request_id,
            ..Problem::from_error(explain(&template, error))
        }
        .into_response(),
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
        // It asks to come again: nothing was done, and the next is the first.
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
    // The act stands, so it is told whatever happens here; a repetition finds it by the act's key.
    if let Err(error) = app.sessions.keep_answer(&holder, kept).await {
        tracing::warn!(%error, "an answer was not kept");
    }
    response.set_body(body);
    Ok(response)
}

/// The answer was a failure of ours: a repetition tries anew.
async fn give_up(app: &App, holder: &KeyHolder) {
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

/// A kept answer.
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
