//! Where Telegram delivers updates.

use chrono::DateTime;
use marmelad_core::delivery::SendError;
use marmelad_core::kernel::{BotKind, WebhookInfo};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    DeleteWebhook, DeleteWebhookSetters, GetWebhookInfo, SetWebhook, SetWebhookSetters,
};

use super::TelegramClient;
use super::updates::ALLOWED;

/// Telegram's maximum of parallel webhook requests. Each request is answered as soon as its updates are stored.
const MAX_CONNECTIONS: u8 = 100;

impl TelegramClient {
    pub(super) async fn webhook_info(&self, bot: BotKind) -> Result<WebhookInfo, SendError> {
        let told: Told = self.call(bot, &GetWebhookInfo::new()).await?;
        let failed_at = told.last_error_date.and_then(DateTime::from_timestamp_secs);
        Ok(WebhookInfo {
            url: Some(told.url).filter(|url| !url.is_empty()),
            pending: told.pending_update_count,
            last_error: failed_at.map(|at| (at, told.last_error_message.unwrap_or_default())),
            max_connections: told.max_connections,
        })
    }

    /// What waits is kept: nobody is left without an answer because a webhook moved.
    pub(super) async fn set_configured_webhook(&self, bot: BotKind) -> Result<String, SendError> {
        let Some(webhooks) = &self.webhooks else {
            return Err(SendError::Rejected("no webhook is configured".into()));
        };
        let url = webhooks.url(bot).clone();
        let payload = SetWebhook::new(url.clone())
            .secret_token(webhooks.secret.expose_secret())
            .max_connections(MAX_CONNECTIONS)
            .allowed_updates(ALLOWED)
            .drop_pending_updates(false);
        let _: IgnoredAny = self.call(bot, &payload).await?;
        Ok(url.into())
    }

    pub(super) async fn forget_webhook(&self, bot: BotKind) -> Result<(), SendError> {
        let payload = DeleteWebhook::new().drop_pending_updates(false);
        let _: IgnoredAny = self.call(bot, &payload).await?;
        Ok(())
    }
}

/// Without a webhook the address is empty.
#[derive(Deserialize)]
struct Told {
    url: String,
    #[serde(default)]
    pending_update_count: u32,
    last_error_date: Option<i64>,
    last_error_message: Option<String>,
    max_connections: Option<u32>,
}
