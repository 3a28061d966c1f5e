//! Intake: updates from Telegram, dialogue state and callback data.

mod callback;
mod ports;
mod update;

pub use callback::*;
pub use ports::*;
pub use update::*;
