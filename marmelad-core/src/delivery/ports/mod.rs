//! Ports of this area: traits that the adapters implement.

mod messenger;
mod rate_limiter;

pub use messenger::*;
pub use rate_limiter::*;
