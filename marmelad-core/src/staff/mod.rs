//! Staff: cashiers who redeem codes and admins who run the shop.

pub mod admin;
mod admins;
mod cashier;
mod cashiers;
mod ports;

pub use admin::*;
pub use admins::*;
pub use cashier::*;
pub use cashiers::*;
pub use ports::*;

use crate::service;

service! {
    /// Manages cashiers and admins.
    StaffService { admins: AdminRepo, cashiers: CashierRepo }
}
