//! Ports of this area: traits that the adapters implement.

mod delivery_log;
mod progress_hints;
mod repo;

pub use delivery_log::*;
pub use progress_hints::*;
pub use repo::*;
