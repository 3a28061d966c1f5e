//! The REST API, one file per resource.
//!
//! An endpoint parses its input into domain types, calls one use case and shows the outcome as one of
//! [`crate::views`] or as a [`crate::problem::Problem`]. To add a resource: a file here, its struct in
//! [`crate::spec::Apis`].

mod admins;
mod audit_logs;
mod auth;
mod broadcasts;
mod campaign_qr;
mod campaigns;
mod cashiers;
mod discounts;
mod exports;
mod media;
mod orders;
mod report_export;
mod reports;
mod segments;
mod settings;
mod templates;
mod users;

pub use admins::AdminsApi;
pub use audit_logs::AuditLogsApi;
pub use auth::AuthApi;
pub use broadcasts::BroadcastsApi;
pub use campaigns::CampaignsApi;
pub use cashiers::CashiersApi;
pub use discounts::DiscountsApi;
pub use exports::ExportsApi;
pub use media::MediaApi;
pub use orders::OrdersApi;
pub use report_export::ReportExportApi;
pub use reports::ReportsApi;
pub use segments::SegmentsApi;
pub use settings::SettingsApi;
pub use templates::TemplatesApi;
pub use users::UsersApi;

/// Every resource; poem-openapi takes at most 16.
macro_rules! apis {
    ($($api:ident,)+) => {
        pub(crate) type Apis = ($($api,)+);
        pub(crate) const APIS: Apis = ($($api,)+);
    };
}

apis!(
    AuthApi,
    UsersApi,
    ExportsApi,
    AdminsApi,
    CashiersApi,
    DiscountsApi,
    OrdersApi,
    SegmentsApi,
    TemplatesApi,
    SettingsApi,
    AuditLogsApi,
    CampaignsApi,
    ReportsApi,
    ReportExportApi,
    BroadcastsApi,
    MediaApi,
);
