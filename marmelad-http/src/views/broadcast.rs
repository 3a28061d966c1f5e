//! Broadcasts.

use marmelad_core::domain::broadcast::{self as domain, ContentDraft};
use marmelad_core::domain::media;
use marmelad_core::ports;
use marmelad_core::usecases;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use super::{Filter, Timestamp, words};

words! {
    /// Written for the broadcast, or a message that an admin sent to the main bot.
    BroadcastKind mirrors domain::BroadcastKind {
        /// HTML with placeholders.
        Html = "html",
        /// A message as it is.
        Copy = "copy",
    }
}

words! {
    /// Where a broadcast stands.
    BroadcastStatus mirrors domain::BroadcastStatus {
        /// Being written.
        Draft = "draft",
        /// Begins by itself.
        Scheduled = "scheduled",
        /// Going out.
        Sending = "sending",
        /// Held; goes on where it stopped.
        Paused = "paused",
        /// Everybody was tried.
        Sent = "sent",
        /// Given up.
        Canceled = "canceled",
        /// Stopped by itself; may be resumed.
        Error = "error",
    }
}

/// What a broadcast's file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum MediaType {
    /// No file.
    None,
    /// A picture.
    Photo,
    /// A video with sound.
    Video,
    /// Any other file.
    Document,
    /// A short video without sound, or a GIF.
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

/// A button that opens an address.
#[derive(Debug, Clone, PartialEq, Eq, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct UrlButton {
    /// Its label.
    pub text: String,
    /// `http`, `https` or `tg`.
    pub url: String,
}

/// How many of those meant are left out, each for the first reason that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct Excluded {
    /// Blocked the bot.
    pub blocked: u64,
    /// Do not want broadcasts.
    pub opted_out: u64,
    /// Never agreed to get offers, where that is asked.
    pub no_consent: u64,
}

impl From<domain::Excluded> for Excluded {
    fn from(from: domain::Excluded) -> Self {
        Self {
            blocked: from.blocked,
            opted_out: from.opted_out,
            no_consent: from.no_consent,
        }
    }
}

/// How it stands for how many; together `audience_total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
pub struct BroadcastCounts {
    /// Still to be tried, or on their way.
    pub pending: u32,
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

/// The taking back of a broadcast's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Recall {
    /// When somebody asked for it.
    pub requested_at: Timestamp,
    /// When every message had been tried.
    pub finished_at: Option<Timestamp>,
    /// Whether unused codes are revoked too.
    pub revokes_codes: bool,
}

/// A broadcast: what, to whom, when, and how far it is.
#[derive(Debug, Clone, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of an answer")]
pub struct Broadcast {
    /// Row id.
    pub id: i64,
    /// Shown to staff.
    pub title: String,
    /// Written for it, or copied.
    pub kind: BroadcastKind,
    /// Where it stands.
    pub status: BroadcastStatus,
    /// HTML with placeholders; of `html`.
    pub body: Option<String>,
    /// What its file is sent as.
    pub media_type: MediaType,
    /// An uploaded file.
    pub media_id: Option<i64>,
    /// An address, or a file id of the main bot.
    pub media_ref: Option<String>,
    /// Rows of buttons.
    pub buttons: Vec<Vec<UrlButton>>,
    /// Whether «Не присылать рассылки» stands under it.
    pub unsubscribe_button: bool,
    /// Of `copy`: the private chat in which the message stands.
    pub source_chat_id: Option<i64>,
    /// Of `copy`: which message.
    pub source_message_id: Option<i64>,
    /// The stored segment that gets it.
    pub segment_id: Option<i64>,
    /// Its own filter.
    pub filter: Option<Filter>,
    /// Test users alone.
    pub is_test: bool,
    /// Every recipient gets a code by this template.
    pub template_id: Option<i64>,
    /// When it begins.
    pub scheduled_at: Option<Timestamp>,
    /// When sending began.
    pub started_at: Option<Timestamp>,
    /// When everybody had been tried, or it was given up.
    pub finished_at: Option<Timestamp>,
    /// Nothing goes out until then: quiet hours.
    pub waiting_until: Option<Timestamp>,
    /// Its own pace, messages a minute; 0 = none of its own; left out = by the setting.
    pub rate_per_minute: Option<u32>,
    /// Goes out in quiet hours too.
    pub ignore_quiet_hours: bool,
    /// Who wrote it, if an admin.
    pub created_by_admin_id: Option<i64>,
    /// Recipients laid down so far; all of them once `is_laid_out`.
    pub audience_total: u32,
    /// Whether every recipient is laid down.
    pub is_laid_out: bool,
    /// Who was left out when it began.
    pub excluded: Excluded,
    /// How it stands for how many.
    pub counts: BroadcastCounts,
    /// Why it stopped by itself, for programs.
    pub error_code: Option<String>,
    /// Why it stopped by itself, for people.
    pub error_message: Option<String>,
    /// Its messages are being taken back, or were.
    pub recall: Option<Recall>,
    /// The pace that all limits together leave, messages a minute; of a single broadcast.
    pub effective_rate_per_minute: Option<u64>,
    /// When the last message will have gone out, while it is being sent; of a single broadcast.
    pub finishes_at: Option<Timestamp>,
    /// What its codes brought; of a single broadcast.
    pub money_trail: Option<MoneyTrail>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl From<domain::Broadcast> for Broadcast {
    fn from(from: domain::Broadcast) -> Self {
        let (left, counts) = (from.left(), from.counts);
        let terms = from.terms;
        let draft = ContentDraft::from(&terms.content);
        let filter = terms.audience.filter.map(Filter::from);
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
            media_id: draft.media_id.map(|id| id.0),
            media_ref: draft.media_ref,
            buttons: draft.buttons.into_iter().map(row).collect(),
            unsubscribe_button: terms.content.has_unsubscribe_button(),
            source_chat_id: draft.source_chat_id,
            source_message_id: draft.source_message_id,
            segment_id: terms.audience.segment_id.map(|id| id.0),
            filter,
            is_test: terms.audience.is_test,
            template_id: terms.template_id.map(|id| id.0),
            scheduled_at: terms.scheduled_at.map(Into::into),
            started_at: from.started_at.map(Into::into),
            finished_at: from.finished_at.map(Into::into),
            waiting_until: from.waiting_until.map(Into::into),
            rate_per_minute: terms.rate_per_minute,
            ignore_quiet_hours: terms.ignore_quiet_hours,
            created_by_admin_id: from.created_by_admin_id.map(|id| id.0),
            audience_total: from.audience_total,
            is_laid_out: from.is_laid_out,
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
            recall: from.recall.map(|recall| Recall {
                requested_at: recall.requested_at.into(),
                finished_at: recall.finished_at.map(Into::into),
                revokes_codes: recall.revokes_codes,
            }),
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
        Self {
            text: button.text,
            url: button.url,
        }
    }
}

impl From<usecases::BroadcastProgress> for Broadcast {
    fn from(from: usecases::BroadcastProgress) -> Self {
        Self {
            effective_rate_per_minute: Some(from.rates.effective_per_minute()),
            finishes_at: from.finishes_at.map(Into::into),
            ..Self::from(from.broadcast)
        }
    }
}

fn row(buttons: Vec<domain::UrlButton>) -> Vec<UrlButton> {
    let buttons = buttons.into_iter();
    buttons
        .map(|button| UrlButton {
            text: button.text,
            url: button.url,
        })
        .collect()
}

/// What a broadcast's codes brought.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct MoneyTrail {
    /// Codes given.
    pub codes_issued: u64,
    /// Of those, codes with a use that still stands.
    pub codes_redeemed: u64,
    /// What was paid for in those purchases, before the discount.
    pub revenue: String,
    /// What was saved in them.
    pub discount: String,
    /// Revenue − discount.
    pub net: String,
}

impl From<ports::MoneyTrail> for MoneyTrail {
    fn from(from: ports::MoneyTrail) -> Self {
        Self {
            codes_issued: from.codes_issued,
            codes_redeemed: from.codes_redeemed,
            revenue: from.revenue.to_string(),
            discount: from.discount.to_string(),
            net: from.revenue.less(from.discount).to_string(),
        }
    }
}
