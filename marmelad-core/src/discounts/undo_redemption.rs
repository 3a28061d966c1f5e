//! Undoes a redemption.

use crate::audit::Actor;
use crate::discounts::{
    DiscountService, PastRedemption, Redeemer, UndoOutcome, UndoRedemption, UndoRefusal,
    UndoSubject, UndoTarget, WhichRedemption, clean_reason, may_undo,
};
use crate::kernel::{PortError, UsageLogId};
use crate::staff::Cashier;

/// A request to undo a redemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoCode {
    pub target: UndoTarget,
    /// Who undoes, and from where.
    pub by: Redeemer,
    /// The reason as typed.
    pub reason: String,
    /// The undoing admin or operator, for the audit log; `None` for a cashier.
    pub actor: Option<Actor>,
}

impl DiscountService {
    /// Whether a cashier may undo a redemption. Called before the bot asks for the reason.
    pub async fn check_undo(
        &self,
        redemption: UsageLogId,
        cashier: &Cashier,
    ) -> Result<Result<(), UndoRefusal>, PortError> {
        if !cashier.may_redeem() {
            return Ok(Err(UndoRefusal::CashierNotActive));
        }
        let which = WhichRedemption::Log(redemption);
        let Some(found) = self.discounts.find_redemption(&which).await? else {
            return Ok(Err(UndoRefusal::NotFound));
        };
        let by = Redeemer::cashier_in_chat(cashier.id);
        let PastRedemption { cashier_id, at, undone_at, .. } = found;
        let subject = UndoSubject { cashier_id, at, undone_at };
        Ok(may_undo(&subject, &by, self.context.now()))
    }

    /// Undoes a redemption, at most once. `None`: the reason is empty.
    pub async fn undo(&self, input: UndoCode) -> Result<Option<UndoOutcome>, PortError> {
        let Some(reason) = clean_reason(&input.reason) else {
            return Ok(None);
        };
        let audit = input.actor.map(|actor| {
            actor.audit("undo_redemption", "discount").field("reason", None, Some(reason.clone()))
        });
        let command = UndoRedemption {
            target: input.target,
            by: input.by,
            reason,
            now: self.context.now(),
            audit,
        };
        self.discounts.undo(command).await.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::discounts::MockDiscountRepo;
    use crate::kernel::CashierId;
    use crate::staff::CashierStatus;
    use crate::testing::{NOW, app_at, cashier};

    fn redemption(at: &str, by: i64) -> PastRedemption {
        PastRedemption {
            usage_log_id: UsageLogId(5),
            cashier_id: Some(CashierId(by)),
            shop: None,
            at: at.parse().unwrap(),
            undone_at: None,
        }
    }

    #[rstest]
    #[case::own(Some(redemption("2026-03-05T01:55:00Z", 1)), Ok(()))]
    #[case::late(Some(redemption("2026-03-05T01:54:59.999Z", 1)), Err(UndoRefusal::TooLate))]
    #[case::anothers(Some(redemption(NOW, 2)), Err(UndoRefusal::NotYours))]
    #[case::none(None, Err(UndoRefusal::NotFound))]
    #[tokio::test]
    async fn a_cashier_is_refused_before_giving_a_reason(
        #[case] found: Option<PastRedemption>,
        #[case] expected: Result<(), UndoRefusal>,
    ) {
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_find_redemption().once().returning(move |_| Ok(found.clone()));
        let ports = Ports { discounts: Arc::new(discounts), ..Ports::mocked() };
        let answer = app_at(NOW, ports).discounts.check_undo(UsageLogId(5), &cashier()).await;
        assert_eq!(answer.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_cashier_without_access_undoes_nothing() {
        let inactive = Cashier { status: CashierStatus::Inactive, ..cashier() };
        let answer =
            app_at(NOW, Ports::mocked()).discounts.check_undo(UsageLogId(5), &inactive).await;
        assert_eq!(answer.unwrap(), Err(UndoRefusal::CashierNotActive));
    }
}
