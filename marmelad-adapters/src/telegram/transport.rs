//! One HTTP request to the Bot API, and what a failure tells about it.

use std::error::Error;
use std::time::Duration;

use marmelad_core::delivery::SendError;
use reqwest::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::multipart::Form;
use reqwest::{Client, StatusCode};

use crate::config::BotToken;
use crate::telemetry;

/// How long the way to the server may take, name look-up and TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// An idle connection is closed by us before the server does it: a request that meets a closing
/// connection would have an unknown fate. nginx, and so Telegram, closes after about a minute.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Connections kept open for the next calls; more are opened when needed.
const IDLE_CONNECTIONS: usize = 64;
/// Answers are a few KiB, a full `getUpdates` below 2 MiB; more is not the Bot API.
const MAX_ANSWER: usize = 16 << 20;

/// The HTTP client could not be set up; its own words say why (TLS roots, a proxy's address).
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for Telegram cannot be set up")]
pub struct TransportError(#[source] reqwest::Error);

/// A pool of connections to one Bot API server.
#[derive(Debug)]
pub(super) struct Transport {
    api_url: String,
    http: Client,
}

#[derive(Debug)]
pub(super) enum Body {
    Json(Vec<u8>),
    /// As multipart/form-data, with a file.
    Form(Form),
}

#[derive(Debug)]
pub(super) struct RawAnswer {
    pub(super) status: StatusCode,
    /// The header `Retry-After`, which a proxy in between may send.
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Vec<u8>,
}

impl Transport {
    pub(super) fn new(api_url: &str) -> Result<Self, TransportError> {
        // HTTP/1.1 because there a request is either unwritten or written; with a multiplexed
        // connection one lost line would take all calls in flight with it.
        let builder = Client::builder()
            .http1_only()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .tcp_nodelay(true)
            .tcp_keepalive(IDLE_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        let builder = if is_this_machine(api_url) { builder.no_proxy() } else { builder };
        let http = builder.build().map_err(|error| TransportError(error.without_url()))?;
        Ok(Self { api_url: api_url.to_owned(), http })
    }

    /// Posts a method's arguments; `time` is for everything.
    pub(super) async fn post(
        &self,
        token: &BotToken,
        method: &str,
        body: Body,
        time: Duration,
    ) -> Result<RawAnswer, SendError> {
        let request = self
            .http
            .post(format!("{}/bot{}/{}", self.api_url, token.reveal(), lower_first(method)))
            .timeout(time);
        let request = match body {
            Body::Json(json) => request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(json),
            Body::Form(form) => request.multipart(form),
        };
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status();
        let retry_after = response.headers().get(RETRY_AFTER).and_then(seconds);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(SendError::Unknown("the answer does not end".into()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(RawAnswer { status, retry_after, body })
    }
}

/// Decides what is known of a request that got no status line.
///
/// Sure to be undelivered, and so [`SendError::NotSent`], are only:
/// - no connection: name unknown, refused, reset or timed out before the connection stood (TLS and a
///   proxy's tunnel included; all of it is within the connect time-out), and
/// - a request that hyper hands back unwritten because its connection closed first. On a connection
///   taken from the pool hyper then opens another one by itself, so this is rarely seen.
///
/// Everything else is [`SendError::Unknown`], even where it is likely that nothing was delivered: when
/// a write fails or the server closes a reused connection without an answer, part of the request, or
/// all of it, may have arrived and been acted upon.
fn failed(error: reqwest::Error) -> SendError {
    let never_written = error.is_builder() || error.is_connect() || was_handed_back(&error);
    let said = describe(error);
    if never_written { SendError::NotSent(said) } else { SendError::Unknown(said) }
}

/// The status line came, the rest did not.
fn lost(error: reqwest::Error) -> SendError {
    SendError::Unknown(describe(error))
}

/// hyper calls a request canceled only while it still holds all of it.
fn was_handed_back(error: &reqwest::Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.any(|cause| cause.downcast_ref().is_some_and(hyper::Error::is_canceled))
}

/// The error with its causes, without the address: that holds the token.
fn describe(error: reqwest::Error) -> String {
    telemetry::describe(&error.without_url())
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    value.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// teloxide names its payloads `SendMessage`; the Bot API's documented spelling is `sendMessage`.
fn lower_first(method: &str) -> String {
    let mut chars = method.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

/// A proxy from the environment is for the way out, not for a server beside us.
fn is_this_machine(api_url: &str) -> bool {
    url::Url::parse(api_url).is_ok_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}
