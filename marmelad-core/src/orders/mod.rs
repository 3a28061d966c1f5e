//! Orders: purchases, with or without a discount.
//!
//! - `order`: a purchase, its filter and its sort keys.
//! - `crud`: adding and listing purchases.
//! - `ports`: the repository of purchases.
//!
//! A till calls the API, which calls [`OrderService`]; the repository adds the purchase and redeems its discount in one
//! transaction by the rules of the discounts area.

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
