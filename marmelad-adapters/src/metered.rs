//! Ports that count what passes through them, whichever store is underneath.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::delivery::Backlog;
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountCode, DiscountRepo, IssueDiscount, IssueOutcome, PastRedemption,
    RedeemDiscount, RedeemOutcome, RefusedAttempt, RevokeDiscount, RevokeOutcome, UndoOutcome,
    UndoRedemption, WhichRedemption,
};
use marmelad_core::kernel::{NotificationId, OrderId, Page, PortError, UserId, to_millis};
use marmelad_core::notifications::{
    ClaimNotifications, ClaimedNotification, NotificationResult, Outbox,
};
use marmelad_core::orders::{AddOrder, AddOrderOutcome, Order, OrderList, OrderRepo};

use crate::metrics::{self, Delivery};

/// Counts issues, redemptions and undos.
pub(crate) struct MeteredDiscounts(pub(crate) Arc<dyn DiscountRepo>);

#[async_trait]
impl DiscountRepo for MeteredDiscounts {
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError> {
        let outcome = self.0.issue(command).await?;
        if let IssueOutcome::Issued(discount) = &outcome {
            metrics::code_issued(discount.source.as_str());
        }
        Ok(outcome)
    }

    async fn find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, PortError> {
        self.0.find_by_code(code).await
    }

    async fn active_of_user(
        &self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, PortError> {
        self.0.active_of_user(user, now).await
    }

    async fn find_redemption(
        &self,
        which: &WhichRedemption,
    ) -> Result<Option<PastRedemption>, PortError> {
        self.0.find_redemption(which).await
    }

    async fn log_refusal(&self, attempt: RefusedAttempt) -> Result<bool, PortError> {
        let (source, status) = (attempt.by.source, attempt.refusal.status());
        let is_new = self.0.log_refusal(attempt).await?;
        if is_new {
            metrics::redemption(source.as_str(), status.as_str());
        }
        Ok(is_new)
    }

    async fn redeem(&self, command: RedeemDiscount) -> Result<RedeemOutcome, PortError> {
        let source = command.by.source;
        let outcome = self.0.redeem(command).await?;
        let word = match &outcome {
            RedeemOutcome::Redeemed(redemption) if redemption.is_replay => "replayed",
            RedeemOutcome::Redeemed(_) => "success",
            RedeemOutcome::Refused { refusal, .. } => refusal.status().as_str(),
            RedeemOutcome::KeyReused => "replayed",
        };
        metrics::redemption(source.as_str(), word);
        Ok(outcome)
    }

    async fn undo(&self, command: UndoRedemption) -> Result<UndoOutcome, PortError> {
        let source = command.by.source;
        let outcome = self.0.undo(command).await?;
        if matches!(outcome, UndoOutcome::Undone { .. }) {
            metrics::redemption(source.as_str(), "undone");
        }
        Ok(outcome)
    }

    async fn revoke(&self, command: RevokeDiscount) -> Result<RevokeOutcome, PortError> {
        self.0.revoke(command).await
    }
}

/// Counts the redemptions that purchases bring with them.
pub(crate) struct MeteredOrders(pub(crate) Arc<dyn OrderRepo>);

#[async_trait]
impl OrderRepo for MeteredOrders {
    async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError> {
        self.0.find(id).await
    }

    async fn list(&self, list: OrderList) -> Result<Page<Order>, PortError> {
        self.0.list(list).await
    }

    async fn add(&self, command: AddOrder) -> Result<AddOrderOutcome, PortError> {
        let (source, now) = (command.by.source, to_millis(command.now));
        let outcome = self.0.add(command).await?;
        let word = match &outcome {
            AddOrderOutcome::Added(order) if order.discount_id.is_some() => {
                let is_new = order.created_at == now;
                Some(if is_new { "success" } else { "replayed" })
            }
            AddOrderOutcome::Refused { refusal, .. } => Some(refusal.status().as_str()),
            _ => None,
        };
        if let Some(word) = word {
            metrics::redemption(source.as_str(), word);
        }
        Ok(outcome)
    }
}

/// Counts how deliveries end.
pub(crate) struct MeteredOutbox(pub(crate) Arc<dyn Outbox>);

#[async_trait]
impl Outbox for MeteredOutbox {
    async fn claim(
        &self,
        command: ClaimNotifications,
    ) -> Result<Vec<ClaimedNotification>, PortError> {
        self.0.claim(command).await
    }

    async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let endings: Vec<_> = results.iter().map(|(_, result)| ending(result)).collect();
        self.0.record(claim_id, results, now).await?;
        endings.into_iter().for_each(metrics::notification_tried);
        Ok(())
    }

    async fn backlog(&self, now: DateTime<Utc>) -> Result<Backlog, PortError> {
        self.0.backlog(now).await
    }
}

fn ending(result: &NotificationResult) -> Delivery {
    match result {
        NotificationResult::Sent(_) => Delivery::Sent,
        NotificationResult::Retry { .. } => Delivery::Retry,
        NotificationResult::Failed(_) => Delivery::Failed,
        NotificationResult::Blocked(_) => Delivery::Blocked,
    }
}
