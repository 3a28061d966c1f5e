//! Fresh codes.

use crate::discounts::DiscountCode;

/// Draws codes from a cryptographically secure source, rude words left out.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait CodeGenerator: Send + Sync {
    /// One code; it may exist already.
    fn draw(&self) -> DiscountCode;
}

/// How many codes are tried before issuing gives up.
pub(crate) const CODE_TRIES: usize = 5;

/// Fresh codes to try one after the other until one is not taken.
pub(crate) fn draw_codes(codes: &dyn CodeGenerator) -> Vec<DiscountCode> {
    (0..CODE_TRIES).map(|_| codes.draw()).collect()
}
