//! What the operating system gives: the instant, randomness; and what is made of it alone.

mod access_tokens;
mod clock;
mod codes;
mod entropy;
mod hints;
mod subscriptions;

pub use access_tokens::{Claims, JwtAccessTokens};
pub use clock::SystemClock;
pub use codes::OsCodeGenerator;
pub use entropy::OsEntropy;
pub use hints::HintBoard;
pub use subscriptions::MemorySubscriptionCache;
