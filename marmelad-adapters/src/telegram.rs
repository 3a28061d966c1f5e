//! The Bot API over HTTP: one call, one request, one classified answer.
//!
//! Methods and their arguments are teloxide's payloads, sent as JSON by a client of our own, because
//! bookkeeping needs to know exactly whether a message that was not answered may have been delivered.
//!
//! | module | what it does |
//! |---|---|
//! | `transport` | sends one request; tells "never written" from "answer lost" |
//! | `answer` | reads the answer; what each refusal means |
//! | `messenger` | the port [`marmelad_core::delivery::Messenger`] |
//! | `deliveries` | texts, files with their bytes, copies; taking them back |
//! | `keyboards` | buttons |
//! | `updates` | the port [`marmelad_core::intake::UpdateSource`]; reads an update's chat |

mod answer;
mod deliveries;
mod keyboards;
mod messenger;
mod transport;
mod updates;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use marmelad_core::delivery::SendError;
use marmelad_core::kernel::BotKind;
use marmelad_core::media::MediaStore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::requests::Payload;

use crate::config::{BotTokens, TelegramConfig, WebhookConfig};
use crate::metrics;
use transport::{Body, Transport};

pub use transport::TransportError;
pub use updates::incoming_update;

/// How long a call may take, from its first byte to the last of its answer.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(8);
/// How long a call may take that carries a file's bytes, or has Telegram fetch them.
pub const FILE_TIMEOUT: Duration = Duration::from_mins(2);

/// Both bots' way to Telegram. Keeps its connections open; share one.
pub struct TelegramClient {
    transport: Transport,
    tokens: Option<BotTokens>,
    webhooks: Option<WebhookConfig>,
    media: Option<Arc<dyn MediaStore>>,
}

impl fmt::Debug for TelegramClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramClient").finish_non_exhaustive()
    }
}

impl TelegramClient {
    /// A client of the configured Bot API server. Without tokens every call fails with [`SendError::Unauthorized`].
    pub fn new(config: &TelegramConfig) -> Result<Self, TransportError> {
        Ok(Self {
            transport: Transport::new(&config.api_url)?,
            tokens: config.tokens.clone(),
            webhooks: config.webhooks.clone(),
            media: None,
        })
    }

    /// With the folder of the files that it uploads.
    #[must_use]
    pub fn with_media(self, media: Arc<dyn MediaStore>) -> Self {
        let media = Some(media);
        Self { media, ..self }
    }

    /// Calls a method within [`CALL_TIMEOUT`].
    async fn call<P, T>(&self, bot: BotKind, payload: &P) -> Result<T, SendError>
    where
        P: Payload + Serialize + Sync,
        T: DeserializeOwned,
    {
        self.call_within(bot, payload, CALL_TIMEOUT).await
    }

    async fn call_within<P, T>(
        &self,
        bot: BotKind,
        payload: &P,
        time: Duration,
    ) -> Result<T, SendError>
    where
        P: Payload + Serialize + Sync,
        T: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload).map_err(|error| {
            SendError::BodyRejected(format!("not expressible as JSON: {error}"))
        })?;
        self.post(bot, P::NAME, Body::Json(body), time).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        bot: BotKind,
        method: &'static str,
        body: Body,
        time: Duration,
    ) -> Result<T, SendError> {
        let token =
            self.tokens.as_ref().map(|tokens| tokens.of(bot)).ok_or(SendError::Unauthorized)?;
        let begun = Instant::now();
        let answer = self.transport.post(token, method, body, time).await;
        let answer = answer.and_then(|answer| answer::read(&answer));
        metrics::telegram_called(bot, method, &answer, begun.elapsed());
        answer
    }
}
