//! Delivery: how a message reaches Telegram, and how fast the bots may send.
//!
//! - `message`, `outgoing`: what is sent; `reply`: direct replies.
//! - `bots`, `membership`: the bots themselves, and who is in the channel.
//! - `rate_limit`, `rate_limits`: how fast the bots may send; `backlog`, `backoff`: what waits, and how long.
//! - `ports`: the messenger and the rate limiter.

mod backlog;
mod backoff;
mod bots;
mod membership;
mod message;
mod outgoing;
mod ports;
mod rate_limit;
mod rate_limits;
mod reply;

pub use backlog::*;
pub(crate) use backoff::*;
pub use membership::*;
pub use message::*;
pub use outgoing::*;
pub use ports::*;
pub use rate_limit::*;
pub(crate) use rate_limits::*;
pub use reply::*;

use crate::alerts::Alerts;
use crate::service;

service! {
    /// Sends direct replies, sets the bots up, and decides when a bot may send.
    DeliveryService { alerts: Alerts, messenger: Messenger, rate_limiter: RateLimiter }
}
