//! What the operating system gives: the instant, randomness; and what is made of it alone.

mod access_tokens;
mod clock;
mod codes;
mod entropy;
mod hints;
#[cfg(any(test, feature = "test-support"))]
mod manual_clock;
mod subscriptions;

pub use access_tokens::{Claims, JwtAccessTokens};
pub use clock::SystemClock;
pub use codes::OsCodeGenerator;
pub use entropy::OsEntropy;
pub use hints::HintBoard;
#[cfg(any(test, feature = "test-support"))]
pub use manual_clock::ManualClock;
pub use subscriptions::MemorySubscriptionCache;
