//! Fresh codes.

use crate::discounts::DiscountCode;

/// Draws codes from a cryptographically secure source, rude words left out.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait CodeGenerator: Send + Sync {
    /// One code; it may exist already.
    fn draw(&self) -> DiscountCode;
}
