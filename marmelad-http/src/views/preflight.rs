//! Forecasts of broadcasts.

use marmelad_core::broadcasts;
use marmelad_core::delivery::{ButtonAction, DeliveryContent, InlineButton};
use poem_openapi::Object;

use super::{Excluded, IntoView, MediaType, Timestamp, view};

view! {
    /// Forecast of a broadcast.
    Preflight of from: broadcasts::Preflight {
        /// Exact number of recipients.
        audience_total: u64 = from.audience.total,
        /// Clients who are left out.
        excluded: Excluded = from.audience.excluded.into(),
        /// Rate that all limits together allow, in messages per minute.
        effective_rate_per_minute: u64 = from.rates.effective_per_minute(),
        /// Time of the first message, if started now or as scheduled.
        starts_at: Timestamp,
        /// Estimated time of the last message.
        finishes_at: Timestamp,
        /// The message as up to three real recipients would get it.
        samples: Vec<Sample>,
        /// What to check before the start.
        warnings: Vec<PreflightWarning>,
    }
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

view! {
    /// A button as a recipient sees it.
    SampleButton of from: InlineButton {
        /// Label of the button.
        text: String = from.label,
        /// Address that the button opens; absent if the bot answers.
        url: Option<String> = match from.action {
            ButtonAction::Url(url) => Some(url),
            ButtonAction::Callback(_) => None,
        },
    }
}

view! {
    /// A warning before the start.
    PreflightWarning of from: broadcasts::PreflightWarning {
        /// Stable code of the warning.
        code: String,
        /// The warning, for people.
        message: String,
    }
}

impl From<broadcasts::Sample> for Sample {
    fn from(from: broadcasts::Sample) -> Self {
        let (body, kind) = match from.delivery.content {
            DeliveryContent::Text { html } => (Some(html), None),
            DeliveryContent::Media { media, caption } => (Some(caption), Some(media.kind)),
            DeliveryContent::Copy { .. } => (None, None),
        };
        Self {
            user_id: from.user_id.0,
            display_name: from.display_name,
            body,
            media_type: kind.into(),
            buttons: from.delivery.buttons.into_view(),
        }
    }
}

impl IntoView for broadcasts::Sample {
    type View = Sample;

    fn into_view(self) -> Sample {
        self.into()
    }
}
