//! Alerts: what owners must learn at once, such as a cashier who guesses codes.
//!
//! - This file: [`Alert`], what happened, and [`StopCode`], why a broadcast stopped.
//! - `ports.rs`: [`Alerts`], the port that queues an alert.
//!
//! A service notices the event and raises an alert through the port. The adapter writes one
//! notification per subscribed admin; the worker renders and sends the notification (area
//! `notifications`).

mod ports;

pub use ports::*;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::{BotKind, BroadcastId};

/// An event that owners must look at. Stored as JSON in the notification's payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alert", rename_all = "snake_case")]
pub enum Alert {
    /// A cashier typed too many unknown codes.
    Guessing {
        display_name: String,
        /// The shop of the cashier, if known.
        shop: Option<String>,
        /// Minutes for which the cashier's codes are refused.
        pause_minutes: u32,
    },
    /// Telegram does not let the bot check who is subscribed to the channel.
    CannotCheckSubscription { channel: String, reason: String },
    /// Telegram does not accept a bot's token.
    BotUnauthorized { bot: BotKind },
    /// The system paused a broadcast or ended it with an error.
    BroadcastStopped {
        broadcast_id: BroadcastId,
        title: String,
        code: StopCode,
        /// Details in words, when the code alone does not say what happened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Name of the template whose budget is spent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        template: Option<String>,
        /// For [`StopCode::LateStart`]: when the broadcast should have started.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled_at: Option<DateTime<Utc>>,
    },
}

impl Alert {
    /// The bot that delivers the alert. An alert about a broken bot goes out through the other bot.
    pub fn bot(&self) -> BotKind {
        match self {
            Self::BotUnauthorized { bot: BotKind::Auth } => BotKind::Main,
            _ => BotKind::Auth,
        }
    }

    /// Groups repeated alerts: within the quiet time only one alert per topic is queued.
    pub fn topic(&self) -> &'static str {
        match self {
            Self::Guessing { .. } => "guessing",
            Self::CannotCheckSubscription { .. } => "cannot_check_subscription",
            Self::BotUnauthorized { .. } => "bot_unauthorized",
            Self::BroadcastStopped { .. } => "broadcast_stopped",
        }
    }
}

/// Why a broadcast stopped by itself; column `broadcasts.error_code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopCode {
    /// Telegram refused the same message three times in a row.
    BodyRejected,
    /// The template's budget is used up.
    Budget,
    /// The template issues no codes any more: switched off, or outside its dates.
    TemplateUnusable,
    /// The scheduled start was missed by more than two hours.
    LateStart,
    /// The audience is empty.
    EmptyAudience,
    /// The broadcast's file does not exist any more.
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
