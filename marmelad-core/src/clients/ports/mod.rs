//! Ports of this area: traits that the adapters implement.

mod repo;
mod subscription_cache;

pub use repo::*;
pub use subscription_cache::*;
