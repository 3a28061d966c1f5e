//! Reads discounts and the usage log; revokes and undoes by row id.

use crate::audit::Actor;
use crate::discounts::{
    Discount, DiscountFilter, DiscountList, DiscountService, DiscountSortKey, ListedDiscount,
    Redeemer, RevokeOutcome, UndoCode, UndoOutcome, UndoTarget, UsageFilter, UsageList,
    UsageRecord, UsageSource,
};
use crate::kernel::{DiscountId, Page, PageRequest, PortError, Sorting, UsageLogId};
use crate::people::User;

impl DiscountService {
    /// The client's discounts that can be redeemed now.
    pub async fn active_of(&self, user: &User) -> Result<Vec<Discount>, PortError> {
        self.discounts.active_of_user(user.id, self.context.now()).await
    }

    /// A discount with its client.
    pub async fn find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, PortError> {
        self.discount_lists.find(id).await
    }

    /// A page of discounts.
    pub async fn list(
        &self,
        filter: DiscountFilter,
        sort: Sorting<DiscountSortKey>,
        page: PageRequest,
    ) -> Result<Page<ListedDiscount>, PortError> {
        let list = DiscountList { filter, sort, page, now: self.context.now() };
        self.discount_lists.list(list).await
    }

    /// A page of the usage log.
    pub async fn list_usage_logs(
        &self,
        filter: UsageFilter,
        is_descending: bool,
        page: PageRequest,
    ) -> Result<Page<UsageRecord>, PortError> {
        let list = UsageList { filter, is_descending, page, now: self.context.now() };
        self.discount_lists.usage_logs(list).await
    }

    /// Revokes a discount that is not used up. `None`: the reason is empty.
    pub async fn revoke_by_id(
        &self,
        id: DiscountId,
        reason: &str,
        actor: &Actor,
    ) -> Result<Option<RevokeOutcome>, PortError> {
        let Some(found) = self.find(id).await? else {
            return Ok(Some(RevokeOutcome::NotFound));
        };
        self.revoke(found.discount.code.as_ref(), reason, actor).await
    }

    /// Undoes a redemption of a discount: the named one, otherwise the last one that was not undone.
    pub async fn undo_by_id(
        &self,
        id: DiscountId,
        redemption: Option<UsageLogId>,
        reason: String,
        actor: Actor,
    ) -> Result<UndoByIdOutcome, PortError> {
        let Some(found) = self.find(id).await? else {
            return Ok(UndoByIdOutcome::NoDiscount);
        };
        let target = match redemption {
            Some(log) if !self.is_of_discount(log, id).await? => {
                return Ok(UndoByIdOutcome::NotOfDiscount);
            }
            Some(log) => UndoTarget::Log(log),
            None => UndoTarget::LastOf(found.discount.code),
        };
        let input = UndoCode {
            target,
            by: Redeemer { cashier_id: None, admin_id: actor.admin_id(), source: UsageSource::Api },
            reason,
            actor: Some(actor),
        };
        Ok(match self.undo(input).await? {
            Some(outcome) => UndoByIdOutcome::Tried(outcome),
            None => UndoByIdOutcome::NoReason,
        })
    }

    /// Whether a row of the usage log belongs to a discount. The answer never changes, so it needs no lock.
    async fn is_of_discount(&self, log: UsageLogId, id: DiscountId) -> Result<bool, PortError> {
        let about = self.discount_lists.discount_of_log(log).await?;
        Ok(about == Some(id))
    }
}

/// Result of undoing a redemption of a discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoByIdOutcome {
    /// The store's answer to the undo.
    Tried(UndoOutcome),
    NoDiscount,
    /// The named log row belongs to another discount.
    NotOfDiscount,
    NoReason,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::discounts::{MockDiscountLists, MockDiscountRepo, UndoRefusal};
    use crate::kernel::AdminId;
    use crate::testing::{NOW, app_at, client_card, discount};

    fn lists() -> MockDiscountLists {
        let mut lists = MockDiscountLists::new();
        lists.expect_find().returning(|id| {
            Ok((id == discount().id)
                .then(|| ListedDiscount { discount: discount(), client: client_card() }))
        });
        lists
            .expect_discount_of_log()
            .returning(|log| Ok((log == UsageLogId(5)).then(|| discount().id)));
        lists
    }

    async fn undo(
        discounts: MockDiscountRepo,
        id: DiscountId,
        log: Option<i64>,
        reason: &str,
    ) -> UndoByIdOutcome {
        let ports = Ports {
            discount_lists: Arc::new(lists()),
            discounts: Arc::new(discounts),
            ..Ports::mocked()
        };
        let owner = Actor::admin_in_chat(AdminId(3));
        app_at(NOW, ports)
            .discounts
            .undo_by_id(id, log.map(UsageLogId), reason.into(), owner)
            .await
            .unwrap()
    }

    fn expecting(target: UndoTarget) -> MockDiscountRepo {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_undo()
            .once()
            .withf(move |command| {
                command.target == target
                    && command.by.admin_id == Some(AdminId(3))
                    && command.by.source == UsageSource::Api
                    && command.audit.is_some()
            })
            .returning(|_| Ok(UndoOutcome::Refused(UndoRefusal::NotFound)));
        discounts
    }

    #[tokio::test]
    async fn the_named_redemption_or_the_last_one_is_undone() {
        let id = discount().id;
        let tried = UndoByIdOutcome::Tried(UndoOutcome::Refused(UndoRefusal::NotFound));
        let named = expecting(UndoTarget::Log(UsageLogId(5)));
        assert_eq!(undo(named, id, Some(5), "ошибка").await, tried);
        let last = expecting(UndoTarget::LastOf(discount().code));
        assert_eq!(undo(last, id, None, "ошибка").await, tried);
    }

    #[tokio::test]
    async fn an_invalid_undo_does_not_reach_the_store() {
        let (id, nothing) = (discount().id, MockDiscountRepo::new);
        let other = undo(nothing(), id, Some(6), "ошибка").await;
        assert_eq!(other, UndoByIdOutcome::NotOfDiscount);
        let missing = undo(nothing(), DiscountId(999), None, "ошибка").await;
        assert_eq!(missing, UndoByIdOutcome::NoDiscount);
        let silent = undo(nothing(), id, Some(5), " ").await;
        assert_eq!(silent, UndoByIdOutcome::NoReason);
    }
}
