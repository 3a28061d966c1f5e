//! Broadcasts.

use marmelad_core::broadcasts::ContentDraft;
use marmelad_core::{broadcasts as domain, media};
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use super::{Decimal, Filter, IntoView, Timestamp, view, words};

words! {
    /// Origin of a broadcast's message.
    BroadcastKind mirrors domain::BroadcastKind {
        /// HTML with placeholders, written for the broadcast.
        Html = "html",
        /// A copy of a message that an admin sent to the main bot.
        Copy = "copy",
    }
}

words! {
    /// State of a broadcast.
    BroadcastStatus mirrors domain::BroadcastStatus {
        /// Not scheduled; may be changed and deleted.
        Draft = "draft",
        /// Starts by itself at `scheduled_at`.
        Scheduled = "scheduled",
        /// Messages are being sent.
        Sending = "sending",
        /// Paused by an admin; can be resumed.
        Paused = "paused",
        /// Every recipient was tried.
        Sent = "sent",
        /// Canceled by an admin; the remaining recipients get nothing.
        Canceled = "canceled",
        /// Stopped by itself; can be resumed.
        Error = "error",
    }
}

/// How a file is sent in Telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum MediaType {
    /// No file.
    None,
    /// A photo.
    Photo,
    /// A video with sound.
    Video,
    /// A file of any type.
    Document,
    /// A GIF, or a short video without sound.
    Animation,
}

impl From<Option<media::MediaKind>> for MediaType {
    fn from(kind: Option<media::MediaKind>) -> Self {
        match kind {
            None => Self::None,
            Some(media::MediaKind::Photo) => Self::Photo,
            Some(media::MediaKind::Video) => Self::Video,
            Some(media::MediaKind::Document) => Self::Document,
            Some(media::MediaKind::Animation) => Self::Animation,
        }
    }
}

impl From<MediaType> for Option<media::MediaKind> {
    fn from(kind: MediaType) -> Self {
        match kind {
            MediaType::None => None,
            MediaType::Photo => Some(media::MediaKind::Photo),
            MediaType::Video => Some(media::MediaKind::Video),
            MediaType::Document => Some(media::MediaKind::Document),
            MediaType::Animation => Some(media::MediaKind::Animation),
        }
    }
}

view! {
    /// A button under a message that opens an address.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    UrlButton of button: domain::UrlButton {
        /// Label of the button.
        #[oai(validator(min_length = 1))]
        text: String,
        /// Address that the button opens: `http`, `https` or `tg`.
        #[oai(validator(min_length = 1))]
        url: String,
    }
}

view! {
    /// Clients of the audience who get nothing, each counted under the first reason that applies.
    Excluded of from: domain::Excluded {
        /// Clients who blocked the bot.
        blocked: u64,
        /// Clients who opted out of broadcasts.
        opted_out: u64,
        /// Clients without consent to marketing, where consent is required.
        no_consent: u64,
    }
}

/// Recipients by delivery status; together `audience_total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct BroadcastCounts {
    /// Recipients still to be tried, or being sent to.
    pub pending: u32,
    /// Recipients who got the message.
    pub success: u32,
    /// Recipients for whom Telegram refused the message.
    pub failed: u32,
    /// Recipients who blocked the bot.
    pub blocked: u32,
    /// Recipients left out when their message was due.
    pub skipped: u32,
    /// Recipients for whom Telegram's answer was lost: the message may have arrived.
    pub uncertain: u32,
}

view! {
    /// Deletion of a broadcast's messages from the chats.
    Recall of recall: domain::Recall {
        /// When the recall was requested.
        requested_at: Timestamp,
        /// When every message had been tried.
        finished_at: Option<Timestamp>,
        /// Whether unused codes of the broadcast are revoked too.
        revokes_codes: bool,
    }
}

/// A broadcast: its message, audience, schedule and progress.
#[derive(Debug, Clone, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of an answer")]
pub struct Broadcast {
    /// Id of the broadcast.
    pub id: i64,
    /// Title shown to staff.
    pub title: String,
    /// Origin of the message.
    pub kind: BroadcastKind,
    /// State of the broadcast.
    pub status: BroadcastStatus,
    /// Text of the message: HTML with placeholders. Only of kind `html`.
    pub body: Option<String>,
    /// How the attached file is sent.
    pub media_type: MediaType,
    /// The attached uploaded file.
    pub media_id: Option<i64>,
    /// The attached file as an address or as a file id of the main bot.
    pub media_ref: Option<String>,
    /// Rows of buttons under the message.
    pub buttons: Vec<Vec<UrlButton>>,
    /// Whether the button «Не присылать рассылки» is under the message.
    pub unsubscribe_button: bool,
    /// Telegram id of the private chat with the message to copy. Only of kind `copy`.
    pub source_chat_id: Option<i64>,
    /// Id of the message to copy. Only of kind `copy`.
    pub source_message_id: Option<i64>,
    /// Segment to send to.
    pub segment_id: Option<i64>,
    /// Filter to send to, if not a stored segment.
    pub filter: Option<Filter>,
    /// Whether only test users get the broadcast.
    pub is_test: bool,
    /// Template by which every recipient gets a code.
    pub template_id: Option<i64>,
    /// When the broadcast starts by itself.
    pub scheduled_at: Option<Timestamp>,
    /// When sending started.
    pub started_at: Option<Timestamp>,
    /// When sending finished or was canceled.
    pub finished_at: Option<Timestamp>,
    /// End of the quiet hours that the broadcast waits for.
    pub waiting_until: Option<Timestamp>,
    /// Rate limit of this broadcast in messages per minute; 0 = no limit of its own; absent = as in the settings.
    pub rate_per_minute: Option<u32>,
    /// Whether messages are sent in quiet hours too.
    pub ignore_quiet_hours: bool,
    /// The admin who created the broadcast.
    pub created_by_admin_id: Option<i64>,
    /// Recipients recorded so far; the whole audience once `is_laid_out`.
    pub audience_total: u32,
    /// Whether every recipient is recorded.
    pub is_laid_out: bool,
    /// Clients who were left out when the broadcast started.
    pub excluded: Excluded,
    /// Recipients by delivery status.
    pub counts: BroadcastCounts,
    /// Stable code of the reason why sending stopped by itself.
    pub error_code: Option<String>,
    /// Reason why sending stopped by itself, for people.
    pub error_message: Option<String>,
    /// Recall of the messages, if requested.
    pub recall: Option<Recall>,
    /// Rate that all limits together allow, in messages per minute. Only in the response of a single broadcast.
    pub effective_rate_per_minute: Option<u64>,
    /// Estimated time of the last message, while sending. Only in the response of a single broadcast.
    pub finishes_at: Option<Timestamp>,
    /// Results of the codes. Only in the response of a single broadcast with codes.
    pub money_trail: Option<MoneyTrail>,
    /// When the broadcast was created.
    pub created_at: Timestamp,
    /// When the broadcast last changed.
    pub updated_at: Timestamp,
}

impl From<domain::Broadcast> for Broadcast {
    fn from(from: domain::Broadcast) -> Self {
        let (left, counts) = (from.left(), from.counts);
        let terms = from.terms;
        let draft = ContentDraft::from(&terms.content);
        let filter = terms.audience.filter.into_view();
        let (error_code, error_message) = match from.stop {
            Some(stop) => (Some(stop.code.to_string()), Some(stop.message)),
            None => (None, None),
        };
        Self {
            id: from.id.0,
            title: terms.title,
            kind: terms.content.kind().into(),
            status: from.status.into(),
            body: draft.body,
            media_type: draft.media_type.into(),
            media_id: draft.media_id.into_view(),
            media_ref: draft.media_ref,
            buttons: draft.buttons.into_view(),
            unsubscribe_button: terms.content.has_unsubscribe_button(),
            source_chat_id: draft.source_chat_id,
            source_message_id: draft.source_message_id,
            segment_id: terms.audience.segment_id.into_view(),
            filter,
            is_test: terms.audience.is_test,
            template_id: terms.template_id.into_view(),
            scheduled_at: terms.scheduled_at.into_view(),
            started_at: from.started_at.into_view(),
            finished_at: from.finished_at.into_view(),
            waiting_until: from.waiting_until.into_view(),
            rate_per_minute: terms.rate_per_minute,
            ignore_quiet_hours: terms.ignore_quiet_hours,
            created_by_admin_id: from.created_by_admin_id.into_view(),
            audience_total: from.audience_total,
            is_laid_out: from.is_fanned_out,
            excluded: from.excluded.into(),
            counts: BroadcastCounts {
                pending: left,
                success: counts.success,
                failed: counts.failed,
                blocked: counts.blocked,
                skipped: counts.skipped,
                uncertain: counts.uncertain,
            },
            error_code,
            error_message,
            recall: from.recall.into_view(),
            effective_rate_per_minute: None,
            finishes_at: None,
            money_trail: None,
            created_at: from.created_at.into(),
            updated_at: from.updated_at.into(),
        }
    }
}

impl From<UrlButton> for domain::UrlButton {
    fn from(button: UrlButton) -> Self {
        Self { text: button.text, url: button.url }
    }
}

impl From<domain::BroadcastProgress> for Broadcast {
    fn from(from: domain::BroadcastProgress) -> Self {
        Self {
            effective_rate_per_minute: Some(from.rates.effective_per_minute()),
            finishes_at: from.finishes_at.into_view(),
            ..Self::from(from.broadcast)
        }
    }
}

view! {
    /// Results of the codes of a broadcast.
    MoneyTrail of from: domain::MoneyTrail {
        /// Codes issued.
        codes_issued: u64,
        /// Issued codes with at least one redemption that was not undone.
        codes_redeemed: u64,
        /// Sum of the purchases with these codes, before discounts, in roubles.
        revenue: Decimal,
        /// Sum of the discounts of these purchases, in roubles.
        discount: Decimal,
        /// `revenue` − `discount`, in roubles.
        net: Decimal = Decimal::of(from.revenue.less(from.discount)),
    }
}
