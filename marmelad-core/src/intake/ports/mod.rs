//! Ports of this area: traits that the adapters implement.

mod dialogue_store;
mod update_inbox;
mod update_source;

pub use dialogue_store::*;
pub use update_inbox::*;
pub use update_source::*;
