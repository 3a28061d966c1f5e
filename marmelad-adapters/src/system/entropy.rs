//! Randomness for secrets.

use marmelad_core::kernel::Entropy;

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    /// Panics when the operating system gives no randomness: no secret is better than a guessable one.
    fn draw(&self) -> [u8; 32] {
        let mut bits = [0; 32];
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the source that everybody else is to use"
        )]
        getrandom::fill(&mut bits).expect("the operating system gives randomness");
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_draws_are_alike() {
        assert_ne!(OsEntropy.draw(), OsEntropy.draw());
    }
}
