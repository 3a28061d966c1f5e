//! Bodies about broadcasts.

use marmelad_core::broadcasts::{BroadcastInput, BroadcastKind, ContentDraft, Planned};
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::patch::{Patch, not_null};
use crate::views::{self, Filter, Id, MediaType, Timestamp, UrlButton};

/// State of a broadcast that has not started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub(super) enum NewStatus {
    /// Not scheduled.
    Draft,
    /// Starts by itself.
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

/// A broadcast to create. Give either `segment_id` or `filter`, or neither to send to all clients.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBroadcast {
    /// Title shown to staff.
    #[oai(validator(min_length = 1, max_length = 255, pattern = r"\S"))]
    title: String,
    /// `draft` (default), or `scheduled`: starts by itself at `scheduled_at`, or as soon as allowed.
    pub(super) status: Option<NewStatus>,
    /// Origin of the message; `html` by default.
    kind: Option<views::BroadcastKind>,
    /// Text of the message: Telegram HTML with placeholders, at most 4096 UTF-16 units after substitution; with a
    /// file at most 1024.
    body: Option<String>,
    /// How the attached file is sent; `none` by default.
    media_type: Option<MediaType>,
    /// An uploaded file to attach.
    media_id: Option<Id>,
    /// A file to attach: an http or https address, or a file id of the main bot.
    media_ref: Option<String>,
    /// Rows of buttons under the message: at most 10 rows of 4.
    #[oai(validator(max_items = 10))]
    buttons: Option<Vec<Vec<UrlButton>>>,
    /// Whether the button «Не присылать рассылки» is under the message; `true` by default.
    unsubscribe_button: Option<bool>,
    /// Telegram id of the private chat with the message to copy. Only of kind `copy`.
    #[oai(validator(minimum(value = "1"), maximum(value = "9007199254740990")))]
    source_chat_id: Option<i64>,
    /// Id of the message to copy. Only of kind `copy`.
    #[oai(validator(minimum(value = "1"), maximum(value = "2147483647")))]
    source_message_id: Option<i64>,
    /// Segment to send to. Give either this or `filter`.
    segment_id: Option<Id>,
    /// Filter to send to. Give either this or `segment_id`.
    filter: Option<Filter>,
    /// Whether only test users get the broadcast; `false` by default.
    is_test: Option<bool>,
    /// Template by which every recipient gets a code.
    template_id: Option<Id>,
    /// When the broadcast starts by itself.
    scheduled_at: Option<Timestamp>,
    /// Rate limit in messages per minute; 0 = no limit of its own; absent = as in the settings.
    #[oai(validator(minimum(value = "0"), maximum(value = "1800")))]
    rate_per_minute: Option<u32>,
    /// Whether messages are sent in quiet hours too; `false` by default.
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
                media_id: body.media_id.map(Into::into),
                media_ref: body.media_ref,
                buttons: buttons(body.buttons.unwrap_or_default()),
                unsubscribe_button: body.unsubscribe_button,
                source_chat_id: body.source_chat_id,
                source_message_id: body.source_message_id,
            },
            segment_id: body.segment_id.map(Into::into),
            filter: body.filter.map(|filter| filter.0),
            is_test: body.is_test.unwrap_or(false),
            template_id: body.template_id.map(Into::into),
            scheduled_at: body.scheduled_at.map(Into::into),
            rate_per_minute: body.rate_per_minute,
            ignore_quiet_hours: body.ignore_quiet_hours.unwrap_or(false),
            key: None,
        }
    }
}

/// Fields of a draft or scheduled broadcast to change.
#[derive(Debug, Default, Clone, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BroadcastPatch {
    /// Title shown to staff.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 255, pattern = r"\S"))]
    title: Option<String>,
    /// `scheduled`: starts by itself at `scheduled_at`, or as soon as allowed. `draft`: takes a scheduled broadcast
    /// back.
    #[serde(deserialize_with = "not_null")]
    pub(super) status: Option<NewStatus>,
    /// Origin of the message.
    #[serde(deserialize_with = "not_null")]
    kind: Option<views::BroadcastKind>,
    /// Text of the message: Telegram HTML with placeholders.
    body: Patch<String>,
    /// How the attached file is sent; `none` removes the file.
    #[serde(deserialize_with = "not_null")]
    media_type: Option<MediaType>,
    /// An uploaded file to attach.
    media_id: Patch<Id>,
    /// A file to attach: an http or https address, or a file id of the main bot.
    media_ref: Patch<String>,
    /// Rows of buttons under the message: at most 10 rows of 4.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 10))]
    buttons: Option<Vec<Vec<UrlButton>>>,
    /// Whether the button «Не присылать рассылки» is under the message.
    #[serde(deserialize_with = "not_null")]
    unsubscribe_button: Option<bool>,
    /// Telegram id of the private chat with the message to copy. Only of kind `copy`.
    #[oai(validator(minimum(value = "1"), maximum(value = "9007199254740990")))]
    source_chat_id: Patch<i64>,
    /// Id of the message to copy. Only of kind `copy`.
    #[oai(validator(minimum(value = "1"), maximum(value = "9007199254740990")))]
    source_message_id: Patch<i64>,
    /// Segment to send to.
    segment_id: Patch<Id>,
    /// Filter to send to.
    filter: Patch<Filter>,
    /// Whether only test users get the broadcast.
    #[serde(deserialize_with = "not_null")]
    is_test: Option<bool>,
    /// Template by which every recipient gets a code.
    template_id: Patch<Id>,
    /// When the broadcast starts by itself.
    scheduled_at: Patch<Timestamp>,
    /// Rate limit in messages per minute; 0 = no limit of its own; null = as in the settings.
    #[oai(validator(minimum(value = "0"), maximum(value = "1800")))]
    rate_per_minute: Patch<u32>,
    /// Whether messages are sent in quiet hours too.
    #[serde(deserialize_with = "not_null")]
    ignore_quiet_hours: Option<bool>,
}

impl BroadcastPatch {
    /// Applies the given fields to the stored ones.
    pub(super) fn apply(self, input: &mut BroadcastInput) {
        let content = &mut input.content;
        if self.media_type == Some(MediaType::None) {
            (content.media_id, content.media_ref) = (None, None);
        }
        set(&mut input.title, self.title);
        set(&mut content.kind, self.kind.map(|kind| Some(kind.into())));
        set(&mut content.media_type, self.media_type.map(Into::into));
        set(&mut content.buttons, self.buttons.map(buttons));
        set(&mut content.unsubscribe_button, self.unsubscribe_button.map(Some));
        set(&mut input.is_test, self.is_test);
        set(&mut input.ignore_quiet_hours, self.ignore_quiet_hours);
        set(&mut content.body, self.body.into_change());
        change(&mut content.media_id, self.media_id, Into::into);
        set(&mut content.media_ref, self.media_ref.into_change());
        set(&mut content.source_chat_id, self.source_chat_id.into_change());
        set(&mut content.source_message_id, self.source_message_id.into_change());
        change(&mut input.segment_id, self.segment_id, Into::into);
        change(&mut input.filter, self.filter, |filter| filter.0);
        change(&mut input.template_id, self.template_id, Into::into);
        change(&mut input.scheduled_at, self.scheduled_at, Into::into);
        set(&mut input.rate_per_minute, self.rate_per_minute.into_change());
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

fn buttons(rows: Vec<Vec<UrlButton>>) -> Vec<Vec<marmelad_core::broadcasts::UrlButton>> {
    let rows = rows.into_iter();
    rows.map(|row| row.into_iter().map(Into::into).collect()).collect()
}

/// Recipients of a test message.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct TestRequest {
    /// Ids of 1 to 20 clients; by default the admin of the request, as a client of the main bot.
    #[oai(validator(min_items = 1, max_items = 20))]
    pub(super) user_ids: Option<Vec<Id>>,
}

/// What to recall.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct RecallRequest {
    /// Whether unused codes of the broadcast are revoked too; `false` by default.
    pub(super) revoke_codes: Option<bool>,
}

/// Delivery status to retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub(super) enum Missed {
    /// Telegram refused the message.
    Failed,
    /// Telegram's answer was lost: the message may have arrived.
    Uncertain,
}

/// Recipients to retry.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct RetryRequest {
    /// Delivery statuses to retry.
    #[oai(validator(min_items = 1))]
    pub(super) statuses: Vec<Missed>,
}

/// A broadcast to forecast: give either `broadcast_id` or `broadcast`.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
pub(super) struct PreflightRequest {
    /// A stored broadcast. Give either this or `broadcast`.
    pub(super) broadcast_id: Option<Id>,
    /// A broadcast that is not stored. Give either this or `broadcast_id`.
    pub(super) broadcast: Option<NewBroadcast>,
}
