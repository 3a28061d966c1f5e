//! How it ended for one recipient.

use chrono::{DateTime, Utc};

use crate::clients::Obstacle;
use crate::kernel::{BroadcastLogId, MessageId, UserId};

use crate::broadcasts::Recipient;

/// `broadcast_logs.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecipientStatus {
    /// Not tried yet, or to be tried again.
    Pending,
    /// On its way.
    Sending,
    /// Got it.
    Success,
    /// Telegram refused it.
    Failed,
    /// Blocked the bot.
    Blocked,
    /// Left out when their turn came.
    Skipped,
    /// The answer was lost.
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

/// `broadcast_logs.skip_reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Blocked the bot since.
    Blocked,
    /// Does not want broadcasts any more.
    OptedOut,
    /// Took the agreement back.
    NoConsent,
    /// Had their data deleted.
    Anonymized,
    /// No code is left for them.
    Budget,
    /// Their code was revoked, and nobody gets a second one.
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
    /// To be taken back.
    Pending,
    /// Gone from the chat.
    Recalled,
    /// Telegram refused.
    Failed,
    /// Older than Telegram lets messages be taken back.
    TooLate,
}

crate::kernel::text_enum!(RecallStatus {
    Pending => "pending",
    Recalled => "recalled",
    Failed => "failed",
    TooLate => "too_late",
});

/// A recipient whose row says `sending`: the message may go out now.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedRecipient {
    /// Their row.
    pub log: BroadcastLogId,
    /// Who.
    pub user_id: UserId,
    /// What the words need.
    pub recipient: Recipient,
    /// How many tries were made before this one.
    pub attempts: u32,
}

/// How one try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// Telegram took it.
    Sent(MessageId),
    /// The person blocked the bot or is gone.
    Blocked(String),
    /// Telegram refuses it for this person.
    Failed(String),
    /// Telegram refuses the message itself.
    BodyRejected(String),
    /// The answer was lost: it may have arrived, so it is not sent again.
    Uncertain(String),
    /// It did not arrive; again at that instant.
    Retry {
        /// When.
        at: DateTime<Utc>,
        /// What went wrong.
        error: String,
        /// Whether this counts as one of the tries.
        counts: bool,
    },
}

/// One recipient as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientLog {
    /// Row id.
    pub id: BroadcastLogId,
    /// Who.
    pub user_id: UserId,
    /// Their name, as far as it is still known.
    pub display_name: String,
    /// How it stands.
    pub status: RecipientStatus,
    /// Tries so far.
    pub attempts: u32,
    /// The message in their chat.
    pub message: Option<MessageId>,
    /// Their code.
    pub code: Option<String>,
    /// Whether that is used up or revoked.
    pub is_code_spent: bool,
    /// What went wrong.
    pub error: Option<String>,
    /// Why they were left out.
    pub skip_reason: Option<SkipReason>,
    /// Whether it was taken back.
    pub recall_status: Option<RecallStatus>,
    /// When it went out.
    pub sent_at: Option<DateTime<Utc>>,
}
