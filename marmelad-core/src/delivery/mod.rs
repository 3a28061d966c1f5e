//! Delivery: how a message reaches Telegram, and how fast the bots may send.

mod backlog;
mod backoff;
mod budget;
mod chat_pace;
mod membership;
mod message;
mod outgoing;
mod ports;
mod turns;

pub use backlog::*;
pub use backoff::*;
pub use budget::*;
pub use chat_pace::*;
pub use membership::*;
pub use message::*;
pub use outgoing::*;
pub use ports::*;
pub use turns::*;
