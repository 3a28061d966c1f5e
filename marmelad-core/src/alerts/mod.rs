//! Alerts: what owners are warned of at once.

mod ports;

pub use ports::*;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::{BotKind, BroadcastId};

/// Something owners should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alert", rename_all = "snake_case")]
pub enum Alert {
    /// A cashier typed too many unknown codes.
    Guessing {
        /// Whom.
        display_name: String,
        /// Where they work, if that is known.
        shop: Option<String>,
        /// For so many minutes codes are not taken from them.
        pause_minutes: u32,
    },
    /// Subscriptions cannot be checked.
    CannotCheckSubscription {
        /// The channel.
        channel: String,
        /// What Telegram says.
        reason: String,
    },
    /// Telegram does not accept a bot's token.
    BotUnauthorized {
        /// Which bot.
        bot: BotKind,
    },
    /// A broadcast stopped by itself.
    BroadcastStopped {
        /// Which.
        broadcast_id: BroadcastId,
        /// Its title.
        title: String,
        /// Why.
        code: StopCode,
        /// In words, where the code does not say it all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The name of the template whose budget is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        template: Option<String>,
        /// When it should have begun, of a late one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled_at: Option<DateTime<Utc>>,
    },
}

impl Alert {
    /// Through which bot it is told: news of a bot that does not work, through the other.
    pub fn bot(&self) -> BotKind {
        match self {
            Self::BotUnauthorized { bot: BotKind::Auth } => BotKind::Main,
            _ => BotKind::Auth,
        }
    }

    /// The word by which repetitions are known.
    pub fn topic(&self) -> &'static str {
        match self {
            Self::Guessing { .. } => "guessing",
            Self::CannotCheckSubscription { .. } => "cannot_check_subscription",
            Self::BotUnauthorized { .. } => "bot_unauthorized",
            Self::BroadcastStopped { .. } => "broadcast_stopped",
        }
    }
}

/// `broadcasts.error_code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopCode {
    /// Telegram refused the same message three times in a row.
    BodyRejected,
    /// The template's budget is used up.
    Budget,
    /// The template issues nothing any more.
    TemplateUnusable,
    /// Its start was missed by more than two hours.
    LateStart,
    /// Nobody is left to get it.
    EmptyAudience,
    /// Its file is gone.
    MediaGone,
}

crate::kernel::text_enum!(StopCode {
    BodyRejected => "body_rejected",
    Budget => "budget",
    TemplateUnusable => "template_unusable",
    LateStart => "late_start",
    EmptyAudience => "empty_audience",
    MediaGone => "media_gone",
});
