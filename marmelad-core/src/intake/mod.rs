//! Intake: how updates from Telegram enter the system.
//!
//! - `update`: a raw update with the chat id by which updates are ordered.
//! - `poll`: asking Telegram for updates.
//! - `claim`: storing updates in the inbox, claiming and finishing them.
//! - `retry`: when an update is tried again.
//! - `dialogue`: the state of unfinished dialogues.
//! - `ports`: long polling, the durable inbox, the store of dialogue states.
//!
//! The bots receive an update by webhook or polling, store it in the inbox, claim it, call the services of the other
//! areas, and finish it.

mod claim;
mod dialogue;
mod poll;
mod ports;
mod retry;
mod update;

pub use claim::*;
pub use ports::*;
pub use update::*;

use crate::service;

service! {
    /// Takes updates in and keeps dialogue states.
    IntakeService { dialogues: DialogueStore, inbox: UpdateInbox, updates: UpdateSource }
}
