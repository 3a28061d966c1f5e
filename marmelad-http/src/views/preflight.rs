//! What a broadcast would be, before it begins.

use marmelad_core::delivery::{ButtonAction, DeliveryContent, InlineButton};
use marmelad_core::usecases;
use poem_openapi::Object;

use super::{Excluded, MediaType, Timestamp};

/// What a broadcast would be.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Preflight {
    /// How many get it, exactly.
    pub audience_total: u64,
    /// Who is left out and why.
    pub excluded: Excluded,
    /// The pace that all limits together leave, messages a minute.
    pub effective_rate_per_minute: u64,
    /// When the first message would go out.
    pub starts_at: Timestamp,
    /// When the last one would have gone out.
    pub finishes_at: Timestamp,
    /// The message as some real recipients would get it.
    pub samples: Vec<Sample>,
    /// What should be looked at before it begins.
    pub warnings: Vec<PreflightWarning>,
}

/// One recipient's message; a code in it is an example.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Sample {
    /// Who.
    pub user_id: i64,
    /// What they are called.
    pub display_name: String,
    /// The text or caption as HTML; a copied message has none of its own.
    pub body: Option<String>,
    /// What the file is sent as.
    pub media_type: MediaType,
    /// Rows of buttons.
    pub buttons: Vec<Vec<SampleButton>>,
}

/// A button as a recipient sees it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SampleButton {
    /// Its label.
    pub text: String,
    /// What it opens; left out when the bot answers a press.
    pub url: Option<String>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct PreflightWarning {
    /// A stable word for programs.
    pub code: String,
    /// For people.
    pub message: String,
}

impl From<usecases::Preflight> for Preflight {
    fn from(from: usecases::Preflight) -> Self {
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

impl From<usecases::Sample> for Sample {
    fn from(from: usecases::Sample) -> Self {
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
            buttons: rows
                .map(|row| row.into_iter().map(Into::into).collect())
                .collect(),
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
