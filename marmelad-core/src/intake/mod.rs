//! Intake: how updates from Telegram enter the system.
//!
//! - `update`: a raw update with the chat id by which updates are ordered.
//! - `ports/update_source`: long polling of Telegram.
//! - `ports/update_inbox`: the durable inbox, where processes claim updates.
//! - `ports/dialogue_store`: the state of unfinished dialogues.
//!
//! No rule applies here, so no service exists: the bots receive an update by webhook or polling, store it in the inbox,
//! claim it, and call the services of the other areas.

mod ports;
mod update;

pub use ports::*;
pub use update::*;
