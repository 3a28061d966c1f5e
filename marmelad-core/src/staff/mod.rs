//! Staff: cashiers who redeem codes and admins who run the shop.
//!
//! - `admin`, `admins`: an admin with role and notification groups; adding and changing admins.
//! - `cashier`, `cashiers`: a cashier with the state of the access request; requests and decisions.
//! - `ports`: the repositories of admins and cashiers.
//!
//! The auth bot, the panel and the command line call [`StaffService`]; rules in `cashier` decide what a contact or a
//! decision means; the repositories apply them under a lock and queue the notifications.

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
