//! The operations of the API, by area.
//!
//! An operation parses its input into domain types, calls one use case, and shows the outcome as one of
//! [`crate::views`] or as a [`crate::problem::Problem`]. To add a resource: a file here, its struct in `apis!`.

mod audit;
mod broadcasts;
mod campaigns;
mod clients;
mod discounts;
mod media;
mod orders;
mod reports;
mod segments;
mod sessions;
mod settings;
mod staff;

pub use audit::AuditLogsApi;
pub use broadcasts::{BroadcastsApi, RecipientsApi};
pub use campaigns::CampaignsApi;
pub use clients::ClientsApi;
pub use discounts::{CodesApi, DiscountsApi, TemplatesApi};
pub use media::MediaApi;
pub use orders::OrdersApi;
pub use reports::ReportsApi;
pub use segments::SegmentsApi;
pub use sessions::SessionsApi;
pub use settings::SettingsApi;
pub use staff::{AdminsApi, CashiersApi};

/// Every resource; poem-openapi takes at most 16.
macro_rules! apis {
    ($($api:ident,)+) => {
        pub(crate) type Apis = ($($api,)+);
        pub(crate) const APIS: Apis = ($($api,)+);
    };
}

apis!(
    SessionsApi,
    ClientsApi,
    AdminsApi,
    CashiersApi,
    DiscountsApi,
    CodesApi,
    OrdersApi,
    SegmentsApi,
    TemplatesApi,
    SettingsApi,
    AuditLogsApi,
    CampaignsApi,
    ReportsApi,
    BroadcastsApi,
    RecipientsApi,
    MediaApi,
);
