//! Sessions: panel logins, access tokens and idempotency keys.

mod authenticate;
mod idempotency;
mod log_in;
mod login;
mod ports;

pub use authenticate::*;
pub use idempotency::*;
pub use log_in::*;
pub use login::*;
pub use ports::*;
