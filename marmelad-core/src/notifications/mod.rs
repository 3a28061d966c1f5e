//! Notifications: messages that are not a direct reply, queued in the outbox.
//!
//! - `notice`: the content of a notification and the drafts that other areas queue.
//! - `render`: the text of a notice.
//! - `send`: claiming, sending and recording.
//! - `ports`: the outbox.
//!
//! Repositories write drafts to the outbox in the transaction of the event. A worker calls [`NotificationService`], which
//! claims due notifications, checks quiet hours, renders them, sends them by the `Messenger` port and records the results.

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
