//! A broadcast as it is stored: content, audience, schedule and progress.

use crate::alerts::StopCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::broadcasts::{BroadcastContent, BroadcastStatus};
use crate::kernel::{AdminId, BroadcastId, SegmentId, TemplateId};
use crate::segments::SegmentFilter;

/// A broadcast as stored, with its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Broadcast {
    pub id: BroadcastId,
    /// The part that staff edit.
    pub terms: BroadcastTerms,
    pub status: BroadcastStatus,
    /// When sending began; the audience is that of this instant.
    pub started_at: Option<DateTime<Utc>>,
    /// When the last recipient was tried, or the broadcast was canceled.
    pub finished_at: Option<DateTime<Utc>>,
    /// End of the quiet hours that pause sending.
    pub waiting_until: Option<DateTime<Utc>>,
    /// The author, if an admin.
    pub created_by_admin_id: Option<AdminId>,
    /// Log rows of recipients so far; the whole audience once [`Self::is_fanned_out`].
    pub audience_total: u32,
    /// Whether the fan-out is complete. During a retry: whether every recipient of the retry is `pending` again.
    pub is_fanned_out: bool,
    /// Clients left out at the start.
    pub excluded: Excluded,
    /// Number of recipients by outcome.
    pub counts: OutcomeCounts,
    /// Why the broadcast stopped by itself.
    pub stop: Option<StopReason>,
    /// The recall of the messages, if requested.
    pub recall: Option<Recall>,
    pub created_at: DateTime<Utc>,
    /// Time of the last change.
    pub updated_at: DateTime<Utc>,
}

/// The part of a broadcast that staff edit.
#[derive(Debug, Clone, PartialEq)]
pub struct BroadcastTerms {
    /// Shown to staff, 1–255 characters.
    pub title: String,
    pub content: BroadcastContent,
    pub audience: Audience,
    /// Template of the code that every recipient gets.
    pub template_id: Option<TemplateId>,
    /// Planned start. For a scheduled broadcast, `None` = as soon as allowed.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Own rate limit, 0–1800 messages per minute; 0 = none; `None` = the setting `broadcast_rate_per_minute`.
    pub rate_per_minute: Option<u32>,
    /// Whether messages are also sent in quiet hours.
    pub ignore_quiet_hours: bool,
}

/// Upper bound of `rate_per_minute`, in messages per minute.
pub const MAX_RATE_PER_MINUTE: u32 = 1800;
/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 255;

/// The audience: a segment, a filter, or all clients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// A stored segment, evaluated when sending begins.
    pub segment_id: Option<SegmentId>,
    /// A filter that is not stored as a segment.
    pub filter: Option<SegmentFilter>,
    /// Only test users (`true`) or only other clients (`false`).
    pub is_test: bool,
}

/// Number of clients in the audience who are left out, each counted under the first reason that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Excluded {
    /// The client blocked the bot.
    pub blocked: u64,
    /// The client opted out of marketing.
    pub opted_out: u64,
    /// The client never consented to marketing, where consent is required.
    pub no_consent: u64,
}

impl Excluded {
    pub fn total(self) -> u64 {
        self.blocked + self.opted_out + self.no_consent
    }
}

/// Number of recipients and of clients left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AudienceCount {
    /// Clients who get the broadcast.
    pub total: u64,
    pub excluded: Excluded,
}

/// Number of recipients by outcome, always equal to the log rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutcomeCounts {
    /// Delivered to the client.
    pub success: u32,
    /// Telegram refused the message.
    pub failed: u32,
    /// The client blocked the bot.
    pub blocked: u32,
    /// Skipped when the turn came.
    pub skipped: u32,
    /// The answer was lost.
    pub uncertain: u32,
}

impl OutcomeCounts {
    /// Number of recipients with a final outcome.
    pub fn total(self) -> u32 {
        self.success + self.failed + self.blocked + self.skipped + self.uncertain
    }
}

impl Broadcast {
    /// Number of recipients who are pending or in flight.
    pub fn left(&self) -> u32 {
        self.audience_total.saturating_sub(self.counts.total())
    }
}

/// Why a broadcast stopped by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopReason {
    /// A stable word for programs.
    pub code: StopCode,
    pub message: String,
}

impl StopCode {
    /// The state after the stop: paused when a person must decide, error when something is broken.
    pub fn status(self) -> BroadcastStatus {
        match self {
            Self::Budget | Self::LateStart => BroadcastStatus::Paused,
            Self::BodyRejected | Self::TemplateUnusable | Self::EmptyAudience | Self::MediaGone => {
                BroadcastStatus::Error
            }
        }
    }
}

/// The recall of a broadcast's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recall {
    pub requested_at: DateTime<Utc>,
    /// When the last message was tried.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether unused codes are revoked as well.
    pub revokes_codes: bool,
}
