//! The REST API, one file per resource.
//!
//! An endpoint parses its input into domain types, calls one use case and shows the outcome as one of
//! [`crate::views`] or as a [`crate::problem::Problem`]. To add a resource: a file here, its struct in
//! [`crate::spec::Apis`].

mod auth;
mod reports;

pub use auth::AuthApi;
pub use reports::ReportsApi;
