//! Broadcasts as requests have them.

use marmelad_core::domain::broadcast::{BroadcastKind, ContentDraft};
use marmelad_core::domain::ids::{MediaId, SegmentId, TemplateId};
use marmelad_core::usecases::{BroadcastInput, Planned};
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::patch::{Patch, not_null};
use crate::views::{self, Filter, Id, MediaType, Timestamp, UrlButton};

/// Where a broadcast stands that has not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub(super) enum NewStatus {
    /// To be written on.
    Draft,
    /// Begins by itself.
    Scheduled,
}

impl From<NewStatus> for Planned {
    fn from(status: NewStatus) -> Self {
        match status {
            NewStatus::Draft => Self::Draft,
            NewStatus::Scheduled => Self::Scheduled,
        }
    }
}

/// A broadcast to write. What may stand in it is told in `docs/how-to/write-a-broadcast.md`.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct NewBroadcast {
    /// Shown to staff, 1–255 characters.
    title: String,
    /// `draft` when left out; `scheduled` begins by itself at `scheduled_at`, without one as soon as allowed.
    #[serde(default)]
    pub(super) status: Option<NewStatus>,
    /// `html` when left out.
    #[serde(default)]
    kind: Option<views::BroadcastKind>,
    /// HTML with placeholders, 1–4096 UTF-16 units once it is put into words; under a file 0–1024.
    #[serde(default)]
    body: Option<String>,
    /// What the file is sent as; `none` when left out.
    #[serde(default)]
    media_type: Option<MediaType>,
    /// An uploaded file.
    #[serde(default)]
    media_id: Option<Id>,
    /// An http or https address, or a file id of the main bot.
    #[serde(default)]
    media_ref: Option<String>,
    /// Up to 10 rows of up to 4.
    #[serde(default)]
    buttons: Option<Vec<Vec<UrlButton>>>,
    /// Whether «Не присылать рассылки» stands under it; yes when left out.
    #[serde(default)]
    unsubscribe_button: Option<bool>,
    /// Of `copy`: the private chat with the main bot in which the message stands.
    #[serde(default)]
    source_chat_id: Option<i64>,
    /// Of `copy`: which message.
    #[serde(default)]
    source_message_id: Option<i64>,
    /// The stored segment that gets it,
    #[serde(default)]
    segment_id: Option<Id>,
    /// or a filter of its own; with neither everybody gets it.
    #[serde(default)]
    filter: Option<Filter>,
    /// Test users alone; no when left out.
    #[serde(default)]
    is_test: Option<bool>,
    /// Every recipient gets a code by this template.
    #[serde(default)]
    template_id: Option<Id>,
    /// When it begins.
    #[serde(default)]
    scheduled_at: Option<Timestamp>,
    /// Its own pace, 0–1800 messages a minute; 0 = none of its own; left out = by the setting.
    #[serde(default)]
    rate_per_minute: Option<u32>,
    /// Whether it goes out in quiet hours too; no when left out.
    #[serde(default)]
    ignore_quiet_hours: Option<bool>,
}

impl From<NewBroadcast> for BroadcastInput {
    fn from(body: NewBroadcast) -> Self {
        Self {
            title: body.title,
            content: ContentDraft {
                kind: Some(body.kind.map_or(BroadcastKind::Html, Into::into)),
                body: body.body,
                media_type: body.media_type.and_then(Into::into),
                media_id: body.media_id.map(|id| MediaId(id.0)),
                media_ref: body.media_ref,
                buttons: buttons(body.buttons.unwrap_or_default()),
                unsubscribe_button: body.unsubscribe_button,
                source_chat_id: body.source_chat_id,
                source_message_id: body.source_message_id,
            },
            segment_id: body.segment_id.map(|id| SegmentId(id.0)),
            filter: body.filter.map(|filter| filter.0),
            is_test: body.is_test.unwrap_or(false),
            template_id: body.template_id.map(|id| TemplateId(id.0)),
            scheduled_at: body.scheduled_at.map(|at| at.0),
            rate_per_minute: body.rate_per_minute,
            ignore_quiet_hours: body.ignore_quiet_hours.unwrap_or(false),
            key: None,
        }
    }
}

/// What to change in a draft, or in a scheduled one that becomes a draft with it; what is not sent stays.
#[derive(Debug, Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct BroadcastPatch {
    /// Shown to staff, 1–255 characters.
    #[serde(default, deserialize_with = "not_null")]
    title: Option<String>,
    /// `scheduled` has a draft begin by itself at `scheduled_at`, without one as soon as allowed; `draft` takes a scheduled
    /// one back. It stays what it is when left out.
    #[serde(default, deserialize_with = "not_null")]
    pub(super) status: Option<NewStatus>,
    /// Written for it, or copied.
    #[serde(default, deserialize_with = "not_null")]
    kind: Option<views::BroadcastKind>,
    /// HTML with placeholders.
    #[serde(default)]
    #[oai(default)]
    body: Patch<String>,
    /// What the file is sent as; `none` takes the file out.
    #[serde(default, deserialize_with = "not_null")]
    media_type: Option<MediaType>,
    /// An uploaded file.
    #[serde(default)]
    #[oai(default)]
    media_id: Patch<Id>,
    /// An http or https address, or a file id of the main bot.
    #[serde(default)]
    #[oai(default)]
    media_ref: Patch<String>,
    /// Up to 10 rows of up to 4.
    #[serde(default, deserialize_with = "not_null")]
    buttons: Option<Vec<Vec<UrlButton>>>,
    /// Whether «Не присылать рассылки» stands under it.
    #[serde(default, deserialize_with = "not_null")]
    unsubscribe_button: Option<bool>,
    /// Of `copy`: the private chat in which the message stands.
    #[serde(default)]
    #[oai(default)]
    source_chat_id: Patch<i64>,
    /// Of `copy`: which message.
    #[serde(default)]
    #[oai(default)]
    source_message_id: Patch<i64>,
    /// The stored segment that gets it.
    #[serde(default)]
    #[oai(default)]
    segment_id: Patch<Id>,
    /// A filter of its own.
    #[serde(default)]
    #[oai(default)]
    filter: Patch<Filter>,
    /// Test users alone.
    #[serde(default, deserialize_with = "not_null")]
    is_test: Option<bool>,
    /// Every recipient gets a code by this template.
    #[serde(default)]
    #[oai(default)]
    template_id: Patch<Id>,
    /// When it begins.
    #[serde(default)]
    #[oai(default)]
    scheduled_at: Patch<Timestamp>,
    /// Its own pace, 0–1800 messages a minute; 0 = none of its own; null = by the setting.
    #[serde(default)]
    #[oai(default)]
    rate_per_minute: Patch<u32>,
    /// Whether it goes out in quiet hours too.
    #[serde(default, deserialize_with = "not_null")]
    ignore_quiet_hours: Option<bool>,
}

impl BroadcastPatch {
    /// What a draft is to say afterwards.
    pub(super) fn onto(self, input: &mut BroadcastInput) {
        let content = &mut input.content;
        if self.media_type == Some(MediaType::None) {
            (content.media_id, content.media_ref) = (None, None);
        }
        set(&mut input.title, self.title);
        set(&mut content.kind, self.kind.map(|kind| Some(kind.into())));
        set(&mut content.media_type, self.media_type.map(Into::into));
        set(&mut content.buttons, self.buttons.map(buttons));
        set(
            &mut content.unsubscribe_button,
            self.unsubscribe_button.map(Some),
        );
        set(&mut input.is_test, self.is_test);
        set(&mut input.ignore_quiet_hours, self.ignore_quiet_hours);
        set(&mut content.body, self.body.into_change());
        change(&mut content.media_id, self.media_id, |id| MediaId(id.0));
        set(&mut content.media_ref, self.media_ref.into_change());
        set(
            &mut content.source_chat_id,
            self.source_chat_id.into_change(),
        );
        set(
            &mut content.source_message_id,
            self.source_message_id.into_change(),
        );
        change(&mut input.segment_id, self.segment_id, |id| SegmentId(id.0));
        change(&mut input.filter, self.filter, |filter| filter.0);
        change(&mut input.template_id, self.template_id, |id| {
            TemplateId(id.0)
        });
        change(&mut input.scheduled_at, self.scheduled_at, |at| at.0);
        set(
            &mut input.rate_per_minute,
            self.rate_per_minute.into_change(),
        );
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn change<T, U>(field: &mut Option<U>, patch: Patch<T>, into: impl FnOnce(T) -> U) {
    set(field, patch.into_change().map(|value| value.map(into)));
}

fn buttons(rows: Vec<Vec<UrlButton>>) -> Vec<Vec<marmelad_core::domain::broadcast::UrlButton>> {
    let rows = rows.into_iter();
    rows.map(|row| row.into_iter().map(Into::into).collect())
        .collect()
}

/// Whom a test goes to.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct TestRequest {
    /// `User.id` of up to 20 clients; left out, whoever asks gets it, as a client of the main bot.
    #[serde(default)]
    pub(super) user_ids: Option<Vec<Id>>,
}

/// What is taken back.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct RecallRequest {
    /// Whether all of its unused codes are revoked too; no when left out.
    #[serde(default)]
    pub(super) revoke_codes: Option<bool>,
}

/// Whom a broadcast missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub(super) enum Missed {
    /// Telegram refused it for them.
    Failed,
    /// The answer was lost: they may have got it.
    Uncertain,
}

/// Who gets it after all.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct RetryRequest {
    /// One or both.
    pub(super) statuses: Vec<Missed>,
}

/// What to look at beforehand: a stored broadcast, or one that is not stored yet.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub(super) struct PreflightRequest {
    /// A stored one,
    #[serde(default)]
    pub(super) broadcast_id: Option<Id>,
    /// or this one.
    #[serde(default)]
    pub(super) broadcast: Option<NewBroadcast>,
}
