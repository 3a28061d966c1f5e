//! The two bots.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One of the two Telegram bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BotKind {
    Main,
    /// The bot of cashiers and admins (`auth`).
    Auth,
}

crate::kernel::text_enum!(BotKind {
    Main => "main",
    Auth => "auth",
});

/// Telegram's answer to `getWebhookInfo`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookInfo {
    /// Webhook address; `None` when no webhook is set and updates wait to be polled.
    pub url: Option<String>,
    pub pending: u32,
    /// Time and reason of the last failed delivery.
    pub last_error: Option<(DateTime<Utc>, String)>,
    /// Greatest number of simultaneous deliveries.
    pub max_connections: Option<u32>,
}
