//! The port that draws fresh codes.

use crate::discounts::DiscountCode;

/// Draws codes from a cryptographically secure source, without rude words.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait CodeGenerator: Send + Sync {
    /// Draws one code, which may already be taken.
    fn draw(&self) -> DiscountCode;
}

/// Codes tried before issuing gives up.
pub(crate) const CODE_TRIES: usize = 5;

/// Fresh codes, to try in order until one is free.
pub(crate) fn draw_codes(codes: &dyn CodeGenerator) -> Vec<DiscountCode> {
    (0..CODE_TRIES).map(|_| codes.draw()).collect()
}
