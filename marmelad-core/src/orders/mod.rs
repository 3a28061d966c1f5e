//! Orders: purchases, with or without a discount.

mod crud;
mod order;
mod ports;

pub use crud::*;
pub use order::*;
pub use ports::*;

use crate::service;

service! {
    /// Adds and lists purchases.
    OrderService { orders: OrderRepo }
}
