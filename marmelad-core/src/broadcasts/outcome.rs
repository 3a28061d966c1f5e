//! Outcomes of a broadcast for one recipient.

use chrono::{DateTime, Utc};

use crate::clients::Obstacle;
use crate::kernel::{BroadcastLogId, ClientId, MessageId};

use crate::broadcasts::Recipient;

/// Outcome for a recipient; column `broadcast_logs.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecipientStatus {
    /// Not tried yet, or waiting for the next attempt.
    Pending,
    /// Marked by a worker: the message may be in flight.
    Sending,
    /// Delivered to the client.
    Success,
    /// Telegram refused the message for this client.
    Failed,
    /// The client blocked the bot.
    Blocked,
    /// Left out when the turn came, see [`SkipReason`].
    Skipped,
    /// The answer was lost: the message may have arrived.
    Uncertain,
}

crate::kernel::text_enum!(RecipientStatus {
    Pending => "pending",
    Sending => "sending",
    Success => "success",
    Failed => "failed",
    Blocked => "blocked",
    Skipped => "skipped",
    Uncertain => "uncertain",
});

/// Why a recipient was skipped; column `broadcast_logs.skip_reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// The client blocked the bot after the start.
    Blocked,
    /// The client opted out of broadcasts.
    OptedOut,
    /// The client has not agreed to marketing; a privacy policy may have been set since the fan-out.
    NoConsent,
    /// The client's personal data was erased.
    Anonymized,
    /// No code is left for the client.
    Budget,
    /// The client's code was revoked; nobody gets a second code.
    CodeRevoked,
}

crate::kernel::text_enum!(SkipReason {
    Blocked => "blocked",
    OptedOut => "opted_out",
    NoConsent => "no_consent",
    Anonymized => "anonymized",
    Budget => "budget",
    CodeRevoked => "code_revoked",
});

impl From<Obstacle> for SkipReason {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Anonymized => Self::Anonymized,
            Obstacle::Blocked => Self::Blocked,
            Obstacle::OptedOut => Self::OptedOut,
            Obstacle::NoConsent => Self::NoConsent,
        }
    }
}

/// `broadcast_logs.recall_status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecallStatus {
    /// The message is to be deleted.
    Pending,
    /// The message was deleted from the chat.
    Recalled,
    /// Telegram refused to delete the message.
    Failed,
    /// The message is older than Telegram allows for deletion.
    TooLate,
}

crate::kernel::text_enum!(RecallStatus {
    Pending => "pending",
    Recalled => "recalled",
    Failed => "failed",
    TooLate => "too_late",
});

/// A recipient whose row was marked `sending`: the message may be sent now.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedRecipient {
    pub log: BroadcastLogId,
    pub user_id: ClientId,
    /// The recipient's data for the placeholders.
    pub recipient: Recipient,
    /// Attempts before this one.
    pub attempts: u32,
}

/// Outcome of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// Telegram accepted the message.
    Sent(MessageId),
    /// The client blocked the bot or the account does not exist any more.
    Blocked(String),
    /// Telegram refuses the message for this client.
    Failed(String),
    /// Telegram refuses the message for every client.
    BodyRejected(String),
    /// The answer was lost: the message may have arrived and is not sent again.
    Uncertain(String),
    /// The message did not arrive; the next attempt is at `at`.
    Retry {
        at: DateTime<Utc>,
        error: String,
        /// Whether the attempt counts towards the maximum number of attempts.
        counts: bool,
    },
}

/// A recipient as shown in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientLog {
    pub id: BroadcastLogId,
    pub user_id: ClientId,
    /// The client's name, unless erased.
    pub display_name: String,
    pub status: RecipientStatus,
    /// Number of attempts so far.
    pub attempts: u32,
    /// The message in the client's chat.
    pub message: Option<MessageId>,
    pub code: Option<String>,
    /// Whether the code is used up or revoked.
    pub is_code_spent: bool,
    pub error: Option<String>,
    /// Why the recipient was skipped.
    pub skip_reason: Option<SkipReason>,
    /// State of the recall of the message.
    pub recall_status: Option<RecallStatus>,
    /// When Telegram accepted the message.
    pub sent_at: Option<DateTime<Utc>>,
}
