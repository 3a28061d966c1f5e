//! Intake: updates from Telegram, dialogue state and callback data.

mod ports;
mod update;

pub use ports::*;
pub use update::*;
