//! Notifications: messages that are not a direct reply, queued in the outbox.

mod notice;
mod ports;
mod render;
mod send;

pub use notice::*;
pub use ports::*;
pub use render::*;
pub use send::*;
