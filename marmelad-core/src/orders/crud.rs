//! Adding purchases from a till, and listing them.

use crate::audit::Actor;
use crate::discounts::{Redeemer, UsageSource};
use crate::kernel::{ClientId, DiscountId, Money, OrderId, Page, PageRequest, PortError, Sorting};
use crate::orders::{
    AddOrder, AddOrderOutcome, Order, OrderFilter, OrderList, OrderService, OrderSortKey,
};

/// A purchase as a till sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateOrder {
    pub user_id: ClientId,
    /// Amount before the discount, 0.01–9 999 999.99.
    pub amount: Money,
    /// The till's id of the purchase, 1–[`crate::orders::LONGEST_EXTERNAL_ID`] characters.
    pub external_id: Option<String>,
    /// The discount to redeem with it.
    pub discount_id: Option<DiscountId>,
    /// Idempotency key of the request; ≤ 160 bytes.
    pub key: Option<String>,
}

impl OrderService {
    pub async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError> {
        self.orders.find(id).await
    }

    /// A page of purchases.
    pub async fn list(
        &self,
        filter: OrderFilter,
        sort: Sorting<OrderSortKey>,
        page: PageRequest,
    ) -> Result<Page<Order>, PortError> {
        let list = OrderList { filter, sort, page, now: self.context.now() };
        self.orders.list(list).await
    }

    /// Adds a purchase and redeems its discount, if any.
    pub async fn create(
        &self,
        input: CreateOrder,
        actor: &Actor,
    ) -> Result<AddOrderOutcome, PortError> {
        let audit = actor
            .audit("create_order", "order")
            .field("user_id", None, Some(input.user_id.0))
            .field("amount", None, Some(input.amount.to_string()))
            .field("discount_id", None, input.discount_id.map(|id| id.0));
        let command = AddOrder {
            user_id: input.user_id,
            amount: input.amount,
            external_id: input.external_id,
            discount_id: input.discount_id,
            by: Redeemer { cashier_id: None, admin_id: actor.admin_id(), source: UsageSource::Api },
            key: input.key,
            now: self.context.now(),
            audit,
        };
        self.orders.add(command).await
    }
}
