//! Ports of this area: traits that the adapters implement.

mod repo;
mod store;

pub use repo::*;
pub use store::*;
