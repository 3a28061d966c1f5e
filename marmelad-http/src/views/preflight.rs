//! What a broadcast would be, before it begins.

use marmelad_core::broadcasts;
use marmelad_core::delivery::{ButtonAction, DeliveryContent, InlineButton};
use poem_openapi::Object;

use super::{Excluded, MediaType, Timestamp};

/// Forecast of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Preflight {
    /// Exact number of recipients.
    pub audience_total: u64,
    /// Clients who are left out.
    pub excluded: Excluded,
    /// Rate that all limits together allow, in messages per minute.
    pub effective_rate_per_minute: u64,
    /// Time of the first message, if started now or as scheduled.
    pub starts_at: Timestamp,
    /// Estimated time of the last message.
    pub finishes_at: Timestamp,
    /// The message as up to three real recipients would get it.
    pub samples: Vec<Sample>,
    /// What to check before the start.
    pub warnings: Vec<PreflightWarning>,
}

/// The message of one recipient, with an example code.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Sample {
    /// Id of the recipient.
    pub user_id: i64,
    /// Name of the recipient.
    pub display_name: String,
    /// Text or caption as HTML; absent for a copied message.
    pub body: Option<String>,
    /// How the attached file is sent.
    pub media_type: MediaType,
    /// Rows of buttons under the message.
    pub buttons: Vec<Vec<SampleButton>>,
}

/// A button as a recipient sees it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SampleButton {
    /// Label of the button.
    pub text: String,
    /// Address that the button opens; absent if the bot answers.
    pub url: Option<String>,
}

/// A warning before the start.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct PreflightWarning {
    /// Stable code of the warning.
    pub code: String,
    /// The warning, for people.
    pub message: String,
}

impl From<broadcasts::Preflight> for Preflight {
    fn from(from: broadcasts::Preflight) -> Self {
        let warnings = from.warnings.into_iter();
        Self {
            audience_total: from.audience.total,
            excluded: from.audience.excluded.into(),
            effective_rate_per_minute: from.rates.effective_per_minute(),
            starts_at: from.starts_at.into(),
            finishes_at: from.finishes_at.into(),
            samples: from.samples.into_iter().map(Into::into).collect(),
            warnings: warnings
                .map(|warning| PreflightWarning {
                    code: warning.code.to_owned(),
                    message: warning.message,
                })
                .collect(),
        }
    }
}

impl From<broadcasts::Sample> for Sample {
    fn from(from: broadcasts::Sample) -> Self {
        let (body, kind) = match from.delivery.content {
            DeliveryContent::Text { html } => (Some(html), None),
            DeliveryContent::Media { media, caption } => (Some(caption), Some(media.kind)),
            DeliveryContent::Copy { .. } => (None, None),
        };
        let rows = from.delivery.buttons.into_iter();
        Self {
            user_id: from.user_id.0,
            display_name: from.display_name,
            body,
            media_type: kind.into(),
            buttons: rows.map(|row| row.into_iter().map(Into::into).collect()).collect(),
        }
    }
}

impl From<InlineButton> for SampleButton {
    fn from(from: InlineButton) -> Self {
        Self {
            text: from.label,
            url: match from.action {
                ButtonAction::Url(url) => Some(url),
                ButtonAction::Callback(_) => None,
            },
        }
    }
}
