//! Telegram calls the bots: `POST /bot/main/webhook`, `POST /bot/auth/webhook`.
//!
//! A call is answered with 200 only after its update is stored durably. Any failure is answered with another status, and
//! Telegram delivers the update again. The same server answers `GET /health`.

use std::io;
use std::sync::Arc;

use marmelad_adapters::lifecycle::GRACE;
use marmelad_adapters::metrics;
use marmelad_adapters::telegram::incoming_update;
use marmelad_adapters::telemetry::describe;
use marmelad_core::intake::IncomingUpdate;
use poem::error::ReadBodyError;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem::listener::TcpAcceptor;
use poem::web::Data;
use poem::{Body, Endpoint, EndpointExt, Request, Response, Route, Server, get, handler, post};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::intake::Dispatcher;

/// The longest body, in bytes. An update takes a few KiB.
const MAX_BODY: usize = 1 << 20;
/// The header in which Telegram sends the secret.
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// Serves until `stop`, then finishes what is in flight within [`GRACE`].
pub async fn serve(
    listener: TcpListener,
    endpoint: impl Endpoint + 'static,
    stop: CancellationToken,
) -> io::Result<()> {
    let acceptor = TcpAcceptor::from_tokio(listener)?;
    Server::new_with_acceptor(acceptor)
        .name("webhooks")
        .run_with_graceful_shutdown(endpoint, async move { stop.cancelled().await }, Some(GRACE))
        .await
}

/// The webhooks of both bots, each with its dispatcher.
pub fn endpoint(
    dispatchers: [Arc<Dispatcher>; 2],
    secret: SecretString,
) -> impl Endpoint + 'static {
    let secret = Arc::new(secret);
    dispatchers
        .into_iter()
        .fold(Route::new(), |routes, dispatcher| {
            let path = format!("/bot/{}/webhook", dispatcher.bot());
            let hook = Hook { dispatcher, secret: secret.clone() };
            routes.at(path, post(called).data(Arc::new(hook)))
        })
        .at("/health", get(health))
}

#[handler]
fn health() -> Response {
    Response::builder().content_type("application/json").body(r#"{"status":"ok"}"#)
}

struct Hook {
    dispatcher: Arc<Dispatcher>,
    secret: Arc<SecretString>,
}

#[handler]
async fn called(Data(hook): Data<&Arc<Hook>>, request: &Request, body: Body) -> StatusCode {
    let status = match hook.take(request.headers(), body).await {
        Ok(()) => StatusCode::OK,
        Err(refusal) => {
            let (bot, status) = (hook.dispatcher.bot(), refusal.status());
            if matches!(refusal, Refusal::Secret) {
                // Anybody may call: counted, but not logged for each call.
                tracing::debug!(%bot, why = %refusal, "a webhook call was refused");
            } else {
                tracing::warn!(%bot, status = status.as_u16(), why = %refusal, "a webhook call was refused");
            }
            status
        }
    };
    metrics::webhook_answered(hook.dispatcher.bot(), status.as_u16());
    status
}

impl Hook {
    async fn take(&self, headers: &HeaderMap, body: Body) -> Result<(), Refusal> {
        if !self.is_telegram(headers) {
            return Err(Refusal::Secret);
        }
        let update = read(headers, body).await?;
        let stored = self.dispatcher.take(vec![update]).await;
        stored.map_err(|error| Refusal::NotStored(describe(&error)))
    }

    /// Compares in constant time, so that the time taken does not tell where a guess is wrong.
    fn is_telegram(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(SECRET_HEADER).map(HeaderValue::as_bytes);
        let expected = self.secret.expose_secret().as_bytes();
        given.is_some_and(|given| given.ct_eq(expected).into())
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<IncomingUpdate, Refusal> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(Refusal::TooLong);
    }
    let bytes = body.into_bytes_limit(MAX_BODY).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => Refusal::TooLong,
        _ => Refusal::Unread,
    })?;
    let payload = serde_json::from_slice(&bytes).map_err(|_| Refusal::NotAnUpdate)?;
    incoming_update(payload).ok_or(Refusal::NotAnUpdate)
}

/// Why a call is not answered with 200. Never quotes the body.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(
        "the secret is missing or wrong; is somebody else calling, or was it changed without `webhook set`?"
    )]
    Secret,
    #[error("the body is longer than 1 MiB")]
    TooLong,
    #[error("the body did not come through")]
    Unread,
    #[error("the body is no update of the Bot API")]
    NotAnUpdate,
    #[error("the update could not be stored: {0}")]
    NotStored(String),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Secret => StatusCode::UNAUTHORIZED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unread | Self::NotAnUpdate => StatusCode::BAD_REQUEST,
            Self::NotStored(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
