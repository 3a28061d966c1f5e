//! The port of purchases.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::discounts::{Discount, Redeemer, Refusal};
use crate::kernel::{ClientId, DiscountId, Money, OrderId, Page, PortError};
use crate::orders::{Order, OrderList};

/// Stores purchases (`orders`).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait OrderRepo: Send + Sync {
    /// Finds a purchase by its id.
    async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError>;

    /// Returns a page of purchases. The total is exact up to [`crate::kernel::EXACT_TOTAL`]; a greater total may be
    /// a few seconds old.
    async fn list(&self, list: OrderList) -> Result<Page<Order>, PortError>;

    /// Adds a purchase and redeems its discount, if any, in one transaction by the rules of
    /// [`crate::discounts::DiscountRepo::redeem`]. A refused redemption adds no purchase but writes its log row.
    /// Concurrent calls never store an `external_id` twice. A repeated `key` returns the first answer and writes
    /// nothing.
    async fn add(&self, command: AddOrder) -> Result<AddOrderOutcome, PortError>;
}

/// A purchase to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddOrder {
    pub user_id: ClientId,
    /// Amount before the discount, 0.01–9 999 999.99.
    pub amount: Money,
    /// The till's id of the purchase.
    pub external_id: Option<String>,
    /// The discount to redeem with it.
    pub discount_id: Option<DiscountId>,
    pub by: Redeemer,
    /// Idempotency key; ≤ 160 bytes.
    pub key: Option<String>,
    pub now: DateTime<Utc>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
}

/// Result of adding a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOrderOutcome {
    /// The purchase was added, now or by the first try with this key.
    Added(Box<Order>),
    /// The till entered the identical purchase before.
    Known(Box<Order>),
    /// The till's id belongs to another purchase.
    ExternalIdTaken(OrderId),
    /// The client does not exist or is anonymised.
    UserNotFound,
    DiscountNotFound,
    /// The discount belongs to another client.
    NotTheirs,
    /// The discount cannot be redeemed, so no purchase was added.
    Refused {
        refusal: Refusal,
        /// The discount in its current state.
        discount: Option<Box<Discount>>,
    },
    /// The key was used for another purchase; nothing was written.
    KeyReused,
}
