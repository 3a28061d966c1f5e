//! Ports of this area: traits that the adapters implement.

mod health;
mod leases;
mod process_registry;

pub use health::*;
pub use leases::*;
pub use process_registry::*;
