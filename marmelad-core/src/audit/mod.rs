//! The audit log: who changed what, in a hash chain that shows any later edit.

mod actor;
mod chain;
mod entry;
mod log;
mod ports;

pub use actor::*;
pub use chain::*;
pub use entry::*;
pub use log::*;
pub use ports::*;
