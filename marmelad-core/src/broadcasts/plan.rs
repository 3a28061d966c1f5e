//! A broadcast as it is stored: what, to whom, when, and how far it is.

use crate::alerts::StopCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::broadcasts::{BroadcastContent, BroadcastStatus};
use crate::kernel::{AdminId, BroadcastId, SegmentId, TemplateId};
use crate::segments::SegmentFilter;

/// A stored broadcast.
#[derive(Debug, Clone, PartialEq)]
pub struct Broadcast {
    /// Row id.
    pub id: BroadcastId,
    /// What people wrote.
    pub terms: BroadcastTerms,
    /// Where it stands.
    pub status: BroadcastStatus,
    /// When sending began: the audience is as it was then.
    pub started_at: Option<DateTime<Utc>>,
    /// When everybody had been tried, or it was given up.
    pub finished_at: Option<DateTime<Utc>>,
    /// Nothing goes out until then: quiet hours.
    pub waiting_until: Option<DateTime<Utc>>,
    /// Who wrote it, if an admin.
    pub created_by_admin_id: Option<AdminId>,
    /// Recipients laid down so far; all of them once [`Self::is_laid_out`].
    pub audience_total: u32,
    /// Whether every recipient has a row, and in a round to those missed every one of them a fresh one.
    pub is_laid_out: bool,
    /// Who was left out when it began.
    pub excluded: Excluded,
    /// How it ended for how many.
    pub counts: OutcomeCounts,
    /// Why it stopped by itself.
    pub stop: Option<StopReason>,
    /// Its messages are being taken back, or were.
    pub recall: Option<Recall>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// The part of a broadcast that people write.
#[derive(Debug, Clone, PartialEq)]
pub struct BroadcastTerms {
    /// Shown to staff, 1–255 characters.
    pub title: String,
    /// What everybody gets.
    pub content: BroadcastContent,
    /// Who gets it.
    pub audience: Audience,
    /// Every recipient gets a code by this template.
    pub template_id: Option<TemplateId>,
    /// When it begins; of a scheduled one `None` = as soon as allowed.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Its own pace, 0–1800 messages a minute; 0 = none of its own; `None` = `broadcast_rate_per_minute`.
    pub rate_per_minute: Option<u32>,
    /// Goes out in quiet hours too.
    pub ignore_quiet_hours: bool,
}

/// The greatest `rate_per_minute`.
pub const MAX_RATE_PER_MINUTE: u32 = 1800;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 255;

/// Who gets a broadcast: of a segment or a filter, or everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// A stored segment, as it is when the sending begins.
    pub segment_id: Option<SegmentId>,
    /// A filter of its own.
    pub filter: Option<SegmentFilter>,
    /// Test users alone, or all the others.
    pub is_test: bool,
}

/// How many of those meant are left out, each for the first reason that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Excluded {
    /// Blocked the bot.
    pub blocked: u64,
    /// Do not want broadcasts.
    pub opted_out: u64,
    /// Never agreed to get offers, where that is asked.
    pub no_consent: u64,
}

impl Excluded {
    /// All of them.
    pub fn total(self) -> u64 {
        self.blocked + self.opted_out + self.no_consent
    }
}

/// How many get a broadcast, and how many of those meant do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AudienceCount {
    /// Get it.
    pub total: u64,
    /// Left out.
    pub excluded: Excluded,
}

/// How a broadcast ended for how many: always what the rows say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutcomeCounts {
    /// Got it.
    pub success: u32,
    /// Telegram refused it for them.
    pub failed: u32,
    /// Blocked the bot.
    pub blocked: u32,
    /// Left out when their turn came.
    pub skipped: u32,
    /// The answer was lost: perhaps.
    pub uncertain: u32,
}

impl OutcomeCounts {
    /// Everybody whose row is done with.
    pub fn total(self) -> u32 {
        self.success + self.failed + self.blocked + self.skipped + self.uncertain
    }
}

impl Broadcast {
    /// Recipients who are still to be tried, or on their way.
    pub fn left(&self) -> u32 {
        self.audience_total.saturating_sub(self.counts.total())
    }
}

/// Why a broadcast stopped by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopReason {
    /// A stable word for programs.
    pub code: StopCode,
    /// For people.
    pub message: String,
}

impl StopCode {
    /// Where it leaves the broadcast: what a person has to decide is a pause, what is broken is an error.
    pub fn status(self) -> BroadcastStatus {
        match self {
            Self::Budget | Self::LateStart => BroadcastStatus::Paused,
            Self::BodyRejected | Self::TemplateUnusable | Self::EmptyAudience | Self::MediaGone => {
                BroadcastStatus::Error
            }
        }
    }
}

/// The taking back of a broadcast's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recall {
    /// When somebody asked for it.
    pub requested_at: DateTime<Utc>,
    /// When every message had been tried.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether unused codes are revoked too.
    pub revokes_codes: bool,
}
