//! Revokes a code.

use crate::audit::Actor;
use crate::discounts::{DiscountService, RevokeDiscount, RevokeOutcome, TypedCode, clean_reason};
use crate::kernel::PortError;

impl DiscountService {
    /// Revokes a code that is not used up. `None`: the reason is empty.
    pub async fn revoke(
        &self,
        typed: &str,
        reason: &str,
        actor: &Actor,
    ) -> Result<Option<RevokeOutcome>, PortError> {
        let Some(reason) = clean_reason(reason) else {
            return Ok(None);
        };
        let TypedCode::Code(code) = TypedCode::read(typed) else {
            return Ok(Some(RevokeOutcome::NotFound));
        };
        let audit =
            actor.audit("revoke_discount", "discount").field("reason", None, Some(reason.clone()));
        self.discounts
            .revoke(RevokeDiscount { code, reason, now: self.context.now(), audit })
            .await
            .map(Some)
    }
}
