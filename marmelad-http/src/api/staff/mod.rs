//! Staff: admins of the panel, and cashiers.

mod admins;
mod cashiers;

pub use admins::AdminsApi;
pub use cashiers::CashiersApi;
