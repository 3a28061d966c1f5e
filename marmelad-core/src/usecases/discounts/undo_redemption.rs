//! A redemption is taken back.

use crate::App;
use crate::domain::redemption::Redeemer;
use crate::domain::undo::clean_reason;
use crate::ports::{PortError, UndoOutcome, UndoRedemption, UndoTarget};
use crate::usecases::Actor;

/// A redemption to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoCode {
    /// Which.
    pub target: UndoTarget,
    /// Who, and from where.
    pub by: Redeemer,
    /// Why, as typed.
    pub reason: String,
    /// The admin or operator; `None` for a cashier.
    pub actor: Option<Actor>,
}

impl App {
    /// Takes one redemption back, once. `None`: the reason is empty.
    pub async fn undo_redemption(&self, input: UndoCode) -> Result<Option<UndoOutcome>, PortError> {
        let Some(reason) = clean_reason(&input.reason) else {
            return Ok(None);
        };
        let audit = input.actor.map(|actor| {
            actor.audit("undo_redemption", "discount_usage_log").field(
                "reason",
                None,
                Some(reason.clone()),
            )
        });
        let command = UndoRedemption {
            target: input.target,
            by: input.by,
            reason,
            now: self.now(),
            audit,
        };
        self.ports.discounts.undo(command).await.map(Some)
    }
}
