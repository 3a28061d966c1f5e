//! Sessions: panel logins, access tokens and idempotency keys.
//!
//! - `login`, `log_in`: the one-time token of a login link, and its exchange for an access token.
//! - `authenticate`: checking access tokens, and logout.
//! - `idempotency`: requests that act once however often they are repeated.
//! - `ports`: login tokens, access tokens, revoked tokens, idempotency keys.
//!
//! The bot or the command line asks [`SessionService`] for a link; the API exchanges it, then authenticates each request.

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
