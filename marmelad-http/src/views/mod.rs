//! The API's objects: what clients read, and what the command line prints with `--json`.
//!
//! Instants are RFC 3339 in UTC with milliseconds (`2026-03-05T10:00:00.000Z`), money is a string with
//! two places (`"150.00"`), ids are numbers, what is unknown or unset is left out.
//!
//! To add a view, write a `view!` here. Responses never contain core types.

mod admin;
mod audit;
mod broadcast;
mod campaign;
mod cashier;
mod discount;
mod filter;
mod into_view;
mod listed_discount;
mod media;
mod order;
mod page;
mod preflight;
mod recipient;
mod redaction;
mod redemption;
mod report;
mod report_attention;
mod report_lines;
mod report_numbers;
mod scalar;
mod segment;
mod setting;
mod template;
mod timeline;
mod usage;
mod user;
mod user_details;

use poem_openapi::types::ToJSON;
use serde_json::Value;

pub use admin::{Admin, Login, LoginLink, Me, NotificationGroup, Role};
pub use audit::{AuditActor, AuditRecord};
pub use broadcast::{
    Broadcast, BroadcastCounts, BroadcastKind, BroadcastStatus, Excluded, MediaType, MoneyTrail,
    Recall, UrlButton,
};
pub use campaign::Campaign;
pub use cashier::{Cashier, CashierStatus};
pub use discount::{Discount, DiscountSource, UsageKind, ValueType};
pub use filter::Filter;
pub use into_view::IntoView;
pub(crate) use into_view::view;
pub use listed_discount::{DiscountDetails, DiscountState, ListedDiscount};
pub use media::Media;
pub use order::{Order, OrderSource, OrderStatus};
pub use page::Page;
pub use preflight::{Preflight, PreflightWarning, Sample, SampleButton};
pub use recipient::{BroadcastLog, RecallStatus, RecipientStatus, SkipReason};
pub use redaction::Viewer;
pub use redemption::{
    CheckResult, CheckStatus, Client, RedeemedOrder, Redemption, Undo, UsageStatus,
};
pub use report::{
    BroadcastReport, CampaignReport, CampaignStats, CashierReport, DiscountReport, GroupBy,
    ReportPeriod, ReportPoint, SummaryReport,
};
pub use report_attention::{
    CalendarJob, OpenBroadcast, OpenBroadcastState, ReportAttention, ScarceBudget, UnfinishedRun,
};
pub use report_lines::{
    ReportBroadcast, ReportCampaign, ReportCashier, ReportSource, ReportTemplate,
};
pub use report_numbers::{
    BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers, SummaryNumbers,
};
pub use scalar::{Day, Decimal, Id, Timestamp};
pub(crate) use scalar::{documented, json_type, number_in_range};
pub use segment::{Segment, SegmentPreview};
pub use setting::{SettingGroup, SettingSpec, SettingType, Settings, SettingsPatch};
pub use template::{Recurrence, Template, TemplateEvent};
pub use timeline::{TimelineEvent, TimelineEventType};
pub use usage::{UsageLog, UsageSource};
pub use user::{Gender, User};
pub use user_details::{BulkTagged, UserDetails};

/// An object as JSON, for those who print it themselves.
pub fn to_json(view: &impl ToJSON) -> Value {
    view.to_json().unwrap_or(Value::Null)
}

/// A value of the domain as the JSON of its view.
pub fn json_of<V: ToJSON + From<T>, T: Clone>(value: &T) -> Value {
    to_json(&V::from(value.clone()))
}

/// A closed set of words that mirrors one of the domain's, variant by variant.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident mirrors $domain:ident::$mirrored:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, poem_openapi::Enum, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[oai(rename = $word)] #[serde(rename = $word)] $variant,)+
        }

        impl From<$domain::$mirrored> for $name {
            fn from(value: $domain::$mirrored) -> Self {
                match value { $($domain::$mirrored::$variant => Self::$variant,)+ }
            }
        }

        impl From<$name> for $domain::$mirrored {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant,)+ }
            }
        }

        impl $crate::views::IntoView for $domain::$mirrored {
            type View = $name;

            fn into_view(self) -> $name {
                self.into()
            }
        }

        #[cfg(test)]
        impl $name {
            /// Every word as the API and the domain spell it.
            pub(crate) fn spellings() -> Vec<(serde_json::Value, &'static str)> {
                let all = $domain::$mirrored::ALL.iter();
                all.map(|value| ($crate::views::to_json(&Self::from(*value)), value.as_str())).collect()
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests;
