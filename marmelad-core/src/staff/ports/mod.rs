//! Ports of this area: traits that the adapters implement.

mod admin_repo;
mod cashier_repo;

pub use admin_repo::*;
pub use cashier_repo::*;
