//! The REST API, one file per resource.
//!
//! An endpoint parses its input into domain types, calls one use case and shows the outcome as one of
//! [`crate::views`] or as a [`crate::problem::Problem`]. To add a resource: a file here, its struct in
//! [`crate::spec::Apis`].

mod admins;
mod auth;
mod broadcasts;
mod cashiers;
mod discounts;
mod exports;
mod media;
mod orders;
mod users;

pub use admins::AdminsApi;
pub use auth::AuthApi;
pub use broadcasts::BroadcastsApi;
pub use cashiers::CashiersApi;
pub use discounts::DiscountsApi;
pub(crate) use discounts::REFUSALS;
pub use exports::ExportsApi;
pub use media::MediaApi;
pub use orders::OrdersApi;
pub use users::UsersApi;
