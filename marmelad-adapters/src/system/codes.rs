//! Fresh discount codes.

use marmelad_core::discounts::{CodeGenerator, DiscountCode};

/// Draws codes from the operating system's generator, each code as likely as any other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsCodeGenerator;

impl CodeGenerator for OsCodeGenerator {
    /// Panics when the operating system gives no randomness: no code is better than a guessable one.
    fn draw(&self) -> DiscountCode {
        DiscountCode::from_draw(&mut |bound| below(bound, &mut os_random))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the generator that everybody else is to use"
)]
fn os_random() -> u32 {
    getrandom::u32().expect("the operating system gives randomness")
}

/// A number below `bound`, all equally likely: what would favour the small ones is drawn again.
fn below(bound: u32, random: &mut dyn FnMut() -> u32) -> u32 {
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = random();
        if drawn < fair {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_well_formed_and_differ() {
        let codes: BTreeSet<DiscountCode> = (0..500).map(|_| OsCodeGenerator.draw()).collect();
        assert!(codes.len() > 490, "{} of 500 differ", codes.len());
        for code in codes {
            assert_eq!(DiscountCode::parse_exact(code.as_ref()), Some(code));
        }
    }

    #[test]
    fn what_would_be_unfair_is_drawn_again() {
        let mut drawn = [u32::MAX, u32::MAX - 3, 57].into_iter();
        assert_eq!(below(28, &mut || drawn.next().unwrap_or_default()), 1);
        assert_eq!(drawn.next(), None, "28 × 153391689 = u32::MAX - 3");
    }
}
