//! Notifications: messages that are not a direct reply, queued in the outbox.

mod notice;
mod ports;
mod render;
mod send;

pub use notice::*;
pub use ports::*;
pub use render::*;

use crate::broadcasts::BroadcastService;
use crate::delivery::{DeliveryService, Messenger};
use crate::service;

service! {
    /// Sends the notifications of the outbox.
    NotificationService { messenger: Messenger, outbox: Outbox } with { broadcasts: BroadcastService, delivery: DeliveryService }
}
