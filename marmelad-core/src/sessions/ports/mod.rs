//! Ports of this area: traits that the adapters implement.

mod access_tokens;
mod idempotency_keys;
mod login_tokens;
mod revoked_tokens;

pub use access_tokens::*;
pub use idempotency_keys::*;
pub use login_tokens::*;
pub use revoked_tokens::*;
