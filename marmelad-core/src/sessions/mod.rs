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

use crate::kernel::Entropy;
use crate::service;
use crate::staff::AdminRepo;

service! {
    /// Logs admins in and out, and stores answers under idempotency keys.
    SessionService { access_tokens: AccessTokens, admins: AdminRepo, entropy: Entropy, idempotency: IdempotencyKeys, login_tokens: LoginTokens, sessions: Sessions }
}
