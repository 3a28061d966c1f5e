//! Ports of this area: traits that the adapters implement.

mod chat_pace;
mod messenger;
mod send_budget;

pub use chat_pace::*;
pub use messenger::*;
pub use send_budget::*;
