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
pub(crate) use backoff::*;
pub use budget::*;
pub use chat_pace::*;
pub use membership::*;
pub use message::*;
pub use outgoing::*;
pub use ports::*;
pub use turns::*;

use crate::alerts::Alerts;
use crate::service;

service! {
    /// Decides when a bot may send.
    DeliveryService { alerts: Alerts, budget: SendBudget, chats: ChatPace }
}
