//! The two bots.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BotKind {
    Main,
    /// For cashiers and admins.
    Auth,
}

crate::kernel::text_enum!(BotKind {
    Main => "main",
    Auth => "auth",
});

/// How Telegram delivers a bot's updates, as it tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookInfo {
    /// Where to; `None` = nowhere: they wait until they are polled.
    pub url: Option<String>,
    pub pending: u32,
    /// When a delivery failed last, and why.
    pub last_error: Option<(DateTime<Utc>, String)>,
    /// Deliveries at once, at most.
    pub max_connections: Option<u32>,
}
