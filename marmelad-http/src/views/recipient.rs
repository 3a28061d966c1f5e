//! Recipients of broadcasts.

use marmelad_core::domain::broadcast as domain;
use poem_openapi::Object;

use super::{Timestamp, Viewer, words};

words! {
    /// How it stands for one recipient.
    RecipientStatus mirrors domain::RecipientStatus {
        /// Not tried yet, or to be tried again.
        Pending = "pending",
        /// On its way.
        Sending = "sending",
        /// Got it.
        Success = "success",
        /// Telegram refused it.
        Failed = "failed",
        /// Blocked the bot.
        Blocked = "blocked",
        /// Left out when their turn came.
        Skipped = "skipped",
        /// The answer was lost.
        Uncertain = "uncertain",
    }
}

words! {
    /// Why a recipient was left out when their turn came.
    SkipReason mirrors domain::SkipReason {
        /// Blocked the bot since.
        Blocked = "blocked",
        /// Does not want broadcasts any more.
        OptedOut = "opted_out",
        /// Took the agreement back.
        NoConsent = "no_consent",
        /// Had their data deleted.
        Anonymized = "anonymized",
        /// No code is left for them.
        Budget = "budget",
        /// Their code was revoked, and nobody gets a second one.
        CodeRevoked = "code_revoked",
    }
}

words! {
    /// Whether a message was taken back.
    RecallStatus mirrors domain::RecallStatus {
        /// To be taken back.
        Pending = "pending",
        /// Gone from the chat.
        Recalled = "recalled",
        /// Telegram refused.
        Failed = "failed",
        /// Older than Telegram lets messages be taken back.
        TooLate = "too_late",
    }
}

/// One recipient of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BroadcastLog {
    /// Row id.
    pub id: i64,
    /// Who.
    pub user_id: i64,
    /// Their name, as far as it is still known.
    pub display_name: String,
    /// How it stands.
    pub status: RecipientStatus,
    /// Tries so far.
    pub attempts: u32,
    /// The message in their chat.
    pub telegram_message_id: Option<i64>,
    /// Their code.
    pub code: Option<String>,
    /// What went wrong.
    pub error_message: Option<String>,
    /// Why they were left out.
    pub skip_reason: Option<SkipReason>,
    /// Whether it was taken back.
    pub recall_status: Option<RecallStatus>,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
}

impl From<domain::RecipientLog> for BroadcastLog {
    fn from(from: domain::RecipientLog) -> Self {
        Self::for_viewer(from, Viewer::Full)
    }
}

impl BroadcastLog {
    /// As much of it as a viewer may see.
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
