//! Purchases.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::audit::AuditEntry;
use crate::discounts::{Discount, Redeemer, Refusal};
use crate::kernel::{DiscountId, Money, OrderId, Page, PortError, UserId};
use crate::orders::{Order, OrderList};

/// Stores purchases.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait OrderRepo: Send + Sync {
    /// Finds a purchase by its id.
    async fn find(&self, id: OrderId) -> Result<Option<Order>, PortError>;

    /// A page of purchases. The total is exact up to [`crate::kernel::EXACT_TOTAL`], above that it may be a
    /// few seconds old.
    async fn list(&self, list: OrderList) -> Result<Page<Order>, PortError>;

    /// Adds a purchase. With a discount it is redeemed in the same transaction, under the rules of
    /// [`crate::discounts::DiscountRepo::redeem`]: the purchase stands when, and only when, the redemption does, and a refusal
    /// writes its log row. An `external_id` stands once however many calls arrive at once. A `key` seen before
    /// gets the first answer again and writes nothing.
    async fn add(&self, command: AddOrder) -> Result<AddOrderOutcome, PortError>;
}

/// A purchase to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddOrder {
    pub user_id: UserId,
    /// Before the discount, 0.01–9 999 999.99.
    pub amount: Money,
    /// What the till calls it.
    pub external_id: Option<String>,
    /// The discount to redeem with it.
    pub discount_id: Option<DiscountId>,
    pub by: Redeemer,
    /// By which a repetition is known; ≤ 160 bytes.
    pub key: Option<String>,
    pub now: DateTime<Utc>,
    /// Audit entry of the same transaction; the store fills in `entity_id`.
    pub audit: AuditEntry,
}

/// What came of adding a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOrderOutcome {
    /// It stands, now or by the first try with this key.
    Added(Box<Order>),
    /// The till entered it before, the same in every respect.
    Known(Box<Order>),
    /// The till's id is that of another purchase.
    ExternalIdTaken(OrderId),
    /// No such client, or one who was anonymised.
    UserNotFound,
    DiscountNotFound,
    /// The discount is another client's.
    NotTheirs,
    /// The discount cannot be redeemed, so there is no purchase.
    Refused {
        refusal: Refusal,
        /// The discount as it is.
        discount: Option<Box<Discount>>,
    },
    /// The key was used for another purchase before; nothing was done.
    KeyReused,
}
