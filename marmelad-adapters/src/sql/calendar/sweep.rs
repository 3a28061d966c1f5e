//! Rows whose time is over.

use marmelad_core::calendar::Leftover;

use super::super::transaction::delete_some;

pub(super) const fn delete_old(leftover: Leftover) -> &'static str {
    match leftover {
        Leftover::LoginTokens => delete_some!("login_tokens", "expires_at"),
        Leftover::RevokedTokens => delete_some!("revoked_tokens", "expires_at"),
        Leftover::IdempotencyKeys => delete_some!("idempotency_keys", "expires_at"),
        Leftover::Dialogues => delete_some!("dialogues", "expires_at"),
        Leftover::WrongCodes => delete_some!("wrong_codes", "updated_at"),
        Leftover::Notifications => delete_some!(
            "notifications",
            "status IN ('sent', 'failed', 'blocked', 'dropped') AND next_attempt_at"
        ),
        Leftover::Runs => delete_some!("scheduler_runs", "created_at"),
    }
}
