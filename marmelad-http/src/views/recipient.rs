//! Recipients of broadcasts.

use marmelad_core::broadcasts as domain;
use poem_openapi::Object;

use super::{Timestamp, Viewer, words};

words! {
    /// Delivery status of one recipient.
    RecipientStatus mirrors domain::RecipientStatus {
        /// Not tried yet, or to be retried.
        Pending = "pending",
        /// Being sent.
        Sending = "sending",
        /// Delivered to Telegram.
        Success = "success",
        /// Refused by Telegram.
        Failed = "failed",
        /// The recipient blocked the bot.
        Blocked = "blocked",
        /// Left out when the message was due.
        Skipped = "skipped",
        /// Telegram's answer was lost: the message may have arrived.
        Uncertain = "uncertain",
    }
}

words! {
    /// Reason why a recipient was left out when the message was due.
    SkipReason mirrors domain::SkipReason {
        /// The recipient blocked the bot after the start.
        Blocked = "blocked",
        /// The recipient opted out after the start.
        OptedOut = "opted_out",
        /// The recipient withdrew consent.
        NoConsent = "no_consent",
        /// The recipient was anonymised.
        Anonymized = "anonymized",
        /// The budget of the template is exhausted.
        Budget = "budget",
        /// The code of the recipient was revoked.
        CodeRevoked = "code_revoked",
    }
}

words! {
    /// State of the recall of one message.
    RecallStatus mirrors domain::RecallStatus {
        /// To be deleted.
        Pending = "pending",
        /// Deleted from the chat.
        Recalled = "recalled",
        /// Telegram refused the deletion.
        Failed = "failed",
        /// Older than the 48 hours within which Telegram deletes messages.
        TooLate = "too_late",
    }
}

/// Delivery to one recipient of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BroadcastLog {
    /// Id of the entry.
    pub id: i64,
    /// Id of the recipient.
    pub user_id: i64,
    /// Name of the recipient, unless anonymised.
    pub display_name: String,
    /// Delivery status.
    pub status: RecipientStatus,
    /// Number of attempts.
    pub attempts: u32,
    /// Id of the message in the recipient's chat.
    pub telegram_message_id: Option<i64>,
    /// Code sent to the recipient; masked for `readonly` admins while it can be redeemed.
    pub code: Option<String>,
    /// Telegram's error.
    pub error_message: Option<String>,
    /// Why the recipient was left out.
    pub skip_reason: Option<SkipReason>,
    /// State of the recall of the message.
    pub recall_status: Option<RecallStatus>,
    /// When the message was sent.
    pub sent_at: Option<Timestamp>,
}

impl From<domain::RecipientLog> for BroadcastLog {
    fn from(from: domain::RecipientLog) -> Self {
        Self::for_viewer(from, Viewer::Full)
    }
}

impl BroadcastLog {
    /// The entry with the code masked for the viewer.
    pub fn for_viewer(from: domain::RecipientLog, viewer: Viewer) -> Self {
        let spent = from.is_code_spent;
        Self {
            id: from.id.0,
            user_id: from.user_id.0,
            display_name: from.display_name,
            status: from.status.into(),
            attempts: from.attempts,
            telegram_message_id: from.message.map(|id| id.0),
            code: from.code.map(|code| viewer.code(&code, spent)),
            error_message: from.error,
            skip_reason: from.skip_reason.map(Into::into),
            recall_status: from.recall_status.map(Into::into),
            sent_at: from.sent_at.map(Into::into),
        }
    }
}
