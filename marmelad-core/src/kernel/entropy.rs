//! Randomness for secrets.

/// A cryptographically secure source.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait Entropy: Send + Sync {
    /// 256 fresh random bits.
    fn draw(&self) -> [u8; 32];
}
