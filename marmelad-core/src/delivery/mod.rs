//! Delivery: how a message reaches Telegram, and how fast the bots may send.

mod backlog;
mod backoff;
mod membership;
mod message;
mod outgoing;
mod ports;
mod rate_limit;
mod rate_limits;

pub use backlog::*;
pub(crate) use backoff::*;
pub use membership::*;
pub use message::*;
pub use outgoing::*;
pub use ports::*;
pub use rate_limit::*;
pub(crate) use rate_limits::*;

use crate::alerts::Alerts;
use crate::service;

service! {
    /// Decides when a bot may send.
    DeliveryService { alerts: Alerts, rate_limiter: RateLimiter }
}
